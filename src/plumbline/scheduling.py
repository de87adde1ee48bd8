"""When the workflow looks for jobs to start."""

from __future__ import annotations

DEFAULT_LIMIT = (100, 1)  # Snakemake's own --max-jobs-per-timespan: jobs, and seconds


def look_when_jobs_end(scheduler: object) -> None:
    """Let the workflow look for jobs to start when one ends, and at no other time.

    To keep to its default limit of jobs started per second, Snakemake also looks a second after
    each look that found jobs ready, whatever came of it. Each job that ends begins one more such
    chain, so a run pays for the jobs done at every second that it lasts: 280 s of CPU time in a run
    of 196 jobs. A limit that somebody has asked for stays.

    Args:
        scheduler: of the workflow, before it has started a job.

    """
    limiter = scheduler.job_rate_limiter
    if limiter is not None and (limiter.max_jobs, limiter.timespan) == DEFAULT_LIMIT:
        scheduler.job_rate_limiter = None
