#!/bin/bash
# Start a Slurm cluster of one node on this machine, for tests only: no accounts, no limits.
#   start_slurm.sh FOLDER        state and logs go there, the configuration to /etc/slurm
# Needs root, and Debian's packages slurm-wlm and munge, which are installed where missing.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
for program in slurmctld slurmd sbatch munged; do
  command -v "$program" > /dev/null || PATH=$PATH:/usr/sbin command -v "$program" > /dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq slurm-wlm munge > "$folder/apt.log"
    break
  }
done
export PATH=$PATH:/usr/sbin
[ -f /etc/munge/munge.key ] || { dd if=/dev/urandom bs=1 count=1024 of=/etc/munge/munge.key status=none; chmod 400 /etc/munge/munge.key; chown munge: /etc/munge/munge.key; }
mkdir -p /run/munge && chown munge: /run/munge && chmod 755 /run/munge
munge -n > /dev/null 2>&1 || su -s /bin/sh munge -c "munged --force --key-file=/etc/munge/munge.key"
host=$(hostname -s)
memory=$(awk '/MemTotal/ {print int($2 / 1024 * 0.9)}' /proc/meminfo)
conf=/etc/slurm/slurm.conf # where the steps of a job look for it
if [ -f $conf ] && ! grep -q ClusterName=plumbline $conf; then
  echo "$conf belongs to a cluster of your own; this test wants a machine without one." >&2
  exit 1
fi
mkdir -p /etc/slurm
cat > $conf <<END
ClusterName=plumbline
SlurmctldHost=$host(127.0.0.1)
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
MpiDefault=none
SlurmUser=root
SlurmdUser=root
ReturnToService=2
JobRequeue=0
SchedulerParameters=sched_interval=2
MinJobAge=300
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
mkdir -p "$folder/state" "$folder/spool"
slurmctld -c && sleep 2 && slurmd -c
for _ in $(seq 30); do
  [ "$(sinfo -h -o %T 2> /dev/null)" = idle ] && exit 0
  sleep 1
done
sinfo >&2 || true
tail -5 "$folder"/*.log >&2
exit 1
