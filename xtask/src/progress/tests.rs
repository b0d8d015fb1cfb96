use std::process;
use std::sync::mpsc;

use anyhow::bail;

use super::*;
use crate::proc;

struct Scratch(PathBuf, Progress);
impl Scratch {
    fn new(name: &str) -> Self {
        let dir = env::temp_dir().join(format!("guestlist-progress-{name}-{}", process::id()));
        let mut progress = Progress::new(dir.clone()).unwrap();
        progress.bars = None;
        Self(dir, progress)
    }
}
impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn times_are_said_as_people_say_them() {
    let formatted = |millis| format_duration(Duration::from_millis(millis));
    assert_eq!(formatted(430), "0.4 s");
    assert_eq!(formatted(9_990), "10 s");
    assert_eq!(formatted(59_400), "59 s");
    assert_eq!(formatted(59_600), "1 min 0 s");
    assert_eq!(formatted(185_000), "3 min 5 s");
}

#[test]
fn a_step_writes_into_a_log_of_its_own_which_holds_nothing_of_an_earlier_run() {
    let Scratch(dir, progress) = &Scratch::new("log");
    for round in 1..=2 {
        let say = || {
            quiet::say(&format!("round {round}"));
            Ok(())
        };
        progress.step("A step", "a", say).unwrap();
    }
    progress.step("Another", "b", || proc::run(proc::cargo().arg("--version"))).unwrap();
    assert_eq!(fs::read_to_string(dir.join("a.log")).unwrap(), "round 2\n");
    assert!(fs::read_to_string(dir.join("b.log")).unwrap().starts_with("$ cargo --version\ncargo "));
}

#[test]
fn two_steps_run_at_the_same_time() {
    let Scratch(_, progress) = &Scratch::new("both");
    let (ask, asked) = mpsc::channel();
    let (answer, answered) = mpsc::channel();
    let patience = Duration::from_secs(20);
    let (one, other) = progress
        .in_parallel(
            move || {
                ask.send(())?;
                Ok(answered.recv_timeout(patience)?)
            },
            move || {
                asked.recv_timeout(patience)?;
                answer.send("answer")?;
                Ok(7)
            },
        )
        .unwrap();
    assert_eq!((one, other), ("answer", 7));
}

#[test]
fn two_steps_side_by_side_have_no_more_cores_than_one_and_give_theirs_back() {
    let Scratch(_, progress) = &Scratch::new("cores");
    let free = || progress.cores.available().unwrap();
    let before = free();
    let (tell, told) = mpsc::channel();
    let count = || {
        let while_both_run = free();
        tell.send(())?;
        Ok(while_both_run)
    };
    let wait = || Ok(told.recv_timeout(Duration::from_secs(20))?);
    let ((), while_both_run) = progress.in_parallel(wait, count).unwrap();
    assert_eq!(while_both_run, before - 1);
    assert_eq!(free(), before);
}

#[test]
fn after_a_failure_nothing_new_begins_and_the_error_is_that_of_what_failed() {
    let Scratch(_, progress) = &Scratch::new("failed");
    let (tell, told) = mpsc::channel();
    let error = progress
        .in_parallel(
            || {
                told.recv_timeout(Duration::from_secs(20))?;
                progress.step("Late", "late", || Ok(()))
            },
            || {
                let failed = progress.step("Early", "early", || -> Result<()> { bail!("the reason") });
                tell.send(())?;
                failed
            },
        )
        .unwrap_err();
    assert_eq!(error.to_string(), "the reason");
}
