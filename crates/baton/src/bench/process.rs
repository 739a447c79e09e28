//! What a process has used, from Linux' /proc (proc(5)).

use std::time::Duration;

/// Hundredths of a second: the unit of times in /proc on every Linux of today (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// Processor time that a process has used so far, in user space and in the kernel.
pub(super) fn cpu(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    ticks(&stat)
}

/// The same for each of its threads, by name, the busiest first. Threads of one name are added up.
pub(super) fn cpu_by_thread(pid: u32) -> Vec<(String, Duration)> {
    let mut threads: Vec<(String, Duration)> = Vec::new();
    let folder = std::fs::read_dir(format!("/proc/{pid}/task"));
    for task in folder.into_iter().flatten().flatten() {
        let stat = std::fs::read_to_string(task.path().join("stat")).unwrap_or_default();
        let Some((name, _)) = stat.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')) else {
            continue;
        };
        match threads.iter_mut().find(|(known, _)| known == name) {
            Some((_, used)) => *used += ticks(&stat),
            None => threads.push((name.to_owned(), ticks(&stat))),
        }
    }
    threads.sort_by_key(|(_, used)| std::cmp::Reverse(*used));
    threads
}

/// The 14th and 15th field; the second one, a name in parentheses, can hold anything.
fn ticks(stat: &str) -> Duration {
    let Some((_, fields)) = stat.rsplit_once(')') else { return Duration::ZERO };
    let numbers = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u32>().ok());
    TICK * numbers.sum::<u32>()
}

/// Resident memory now and at most so far, in KiB.
pub(super) fn memory(pid: u32) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    (field("VmRSS:"), field("VmHWM:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_whatever_the_name_of_the_process() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 100 0 0 0 150 50 3 4 20 0 1 0 5 6 7";
        assert_eq!(ticks(stat), Duration::from_secs(2));
        assert_eq!(ticks(""), Duration::ZERO);
    }

    #[test]
    fn this_process_has_memory_and_threads() {
        let me = std::process::id();
        // The kernel counts both on its own, in batches: which is larger is not certain from one moment to the next.
        let (now, most) = memory(me);
        assert!(now > 0 && most > 0, "{now} KiB now, {most} KiB at most");
        assert!(!cpu_by_thread(me).is_empty());
    }
}
