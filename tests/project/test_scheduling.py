"""The workflow looks for jobs when one ends, unless somebody limits how many may start."""

from types import SimpleNamespace

import pytest
from snakemake.scheduling.job_scheduler import JobRateLimiter
from snakemake.settings.types import MaxJobsPerTimespan

from plumbline.scheduling import look_when_jobs_end


@pytest.mark.parametrize(("limit", "stays"), [("100/1s", False), ("5/1s", True), ("100/1m", True)])
def test_only_the_default_limit_is_lifted(limit, stays):
    limiter = JobRateLimiter(MaxJobsPerTimespan.parse_choice(limit))
    scheduler = SimpleNamespace(job_rate_limiter=limiter)
    look_when_jobs_end(scheduler)
    assert (scheduler.job_rate_limiter is limiter) == stays


def test_the_default_limit_is_that_of_the_command():
    from snakemake.cli import get_argument_parser

    default = get_argument_parser().get_default("max_jobs_per_timespan")
    limiter = JobRateLimiter(MaxJobsPerTimespan.parse_choice(default))
    scheduler = SimpleNamespace(job_rate_limiter=limiter)
    look_when_jobs_end(scheduler)
    assert scheduler.job_rate_limiter is None
