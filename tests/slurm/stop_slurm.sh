#!/bin/bash
# Stop the cluster that start_slurm.sh started:  stop_slurm.sh FOLDER
for daemon in slurmd slurmctld; do
  [ -f "$1/$daemon.pid" ] && kill "$(cat "$1/$daemon.pid")"
done
grep -qs ClusterName=plumbline /etc/slurm/slurm.conf && rm /etc/slurm/slurm.conf
exit 0
