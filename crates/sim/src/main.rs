//! Simulates one seed after another, says how many days a second that makes, and tells a failing one as a short story.

use baton_sim::{Bug, Kept, Plan, Tally, run, shrink, story};
use std::process::ExitCode;

const USAGE: &str = "baton-sim [--seed N] [--count N] [--days N] [--kept memory|sqlite|postgres] [--planted NAME] [--counts] [--tell]";

/// What was asked for.
struct Wanted {
    plan: Plan,
    count: u64,
    counts: bool,
}

fn wanted() -> Result<Wanted, String> {
    let plan = Plan { seed: 1, days: 20, kept: Kept::InMemory, bug: None, tells: false };
    let mut wanted = Wanted { plan, count: 1, counts: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || {
            let text = words.next().unwrap_or_default();
            text.parse::<u64>().map_err(|_| format!("{word} needs a number, and not “{text}”.\n{USAGE}"))
        };
        match word.as_str() {
            "--seed" => wanted.plan.seed = number()?,
            "--count" => wanted.count = number()?,
            "--days" => wanted.plan.days = number()?,
            "--kept" => {
                wanted.plan.kept = match words.next().as_deref() {
                    Some("memory") => Kept::InMemory,
                    Some("sqlite") => Kept::OnSqlite,
                    Some("postgres") => Kept::OnPostgres,
                    _ => return Err(USAGE.to_owned()),
                }
            }
            "--counts" => wanted.counts = true,
            "--tell" => wanted.plan.tells = true,
            "--planted" => {
                let name = words.next().unwrap_or_default();
                let names: Vec<_> = Bug::ALL.iter().map(|bug| bug.name()).collect();
                let bug = Bug::named(&name);
                wanted.plan.bug =
                    Some(bug.ok_or_else(|| format!("There is no {name}: {}.", names.join(", ")))?);
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(wanted)
}

fn main() -> ExitCode {
    let wanted = match wanted() {
        Ok(wanted) => wanted,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(2);
        }
    };
    #[expect(clippy::disallowed_methods, reason = "how long the machine took, which nothing in a run reads")]
    let began = std::time::Instant::now();
    let mut tally = Tally::default();
    for seed in wanted.plan.seed..wanted.plan.seed + wanted.count {
        let plan = Plan { seed, ..wanted.plan };
        let ran = run(&plan);
        tally.add(&ran.tally);
        if let Some(wrong) = ran.wrong {
            if plan.tells {
                println!("seed {seed}: {wrong}");
                return ExitCode::FAILURE;
            }
            println!("seed {seed}: {wrong}; making it short");
            let (actions, wrong) = shrink(&plan, &ran.actions, &wrong, 600);
            print!("{}", story(&plan, &actions, &wrong));
            return ExitCode::FAILURE;
        }
        println!("seed {seed}: {} actions in {} days, no law broken", ran.actions.len(), plan.days);
    }
    let seconds = began.elapsed().as_secs_f64();
    if wanted.counts {
        for (name, count) in &tally.counts {
            println!("{count:>8}  {name}");
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer days than that")]
    let rate = tally.days as f64 / seconds;
    println!("{} days in {seconds:.1} s on one thread: {rate:.0} simulated days a second", tally.days);
    ExitCode::SUCCESS
}
