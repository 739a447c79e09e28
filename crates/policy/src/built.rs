//! What a policy may ask for and this version cannot do yet. Here, and nowhere else.
//!
//! A feature that gets built moves out of the list in [`Feature::is_built`], and whatever reads its settings goes
//! where the document is read.

/// A part of a policy that a version of Baton has or has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// `[rotas]`, and a queue's `rota`
    Rotas,
    /// `[[targets]]`
    Targets,
    /// `[escalations]`
    Escalations,
    /// `[auto_replies]`
    AutoReplies,
    /// `[templates]`
    Templates,
    /// `on_call`, and `ASSIGN to on call`
    OnCall,
    /// `max_bounces`
    MaxBounces,
    /// `close_after`
    CloseAfter,
    /// `return_after_away`
    ReturnAfterAway,
    /// `distribute = "round_robin"`
    RoundRobin,
    /// `distribute = "least_busy"`
    LeastBusy,
    /// `claim_within`
    ClaimWithin,
    /// `capacity`
    Capacity,
    /// `[quiet_hours]`
    QuietHours,
    /// `[consent]`
    Consent,
    /// `scope = "line"` in `[consent]`
    ConsentByLine,
    /// `REPLY with …` in the routing text
    RoutingReply,
    /// `TARGET …` in the routing text
    RoutingTarget,
    /// `ASSIGN to last owner` in the routing text
    LastOwner,
    /// `PRIORITY …` in the routing text
    Priority,
}

impl Feature {
    /// Whether this version can do it.
    pub const fn is_built(self) -> bool {
        match self {
            Self::LastOwner
            | Self::Priority
            | Self::Rotas
            | Self::Targets
            | Self::Escalations
            | Self::OnCall
            | Self::MaxBounces
            | Self::CloseAfter
            | Self::ReturnAfterAway
            | Self::RoundRobin
            | Self::LeastBusy
            | Self::ClaimWithin
            | Self::Capacity
            | Self::AutoReplies
            | Self::Templates
            | Self::RoutingReply
            | Self::QuietHours
            | Self::Consent
            | Self::RoutingTarget => true,
            Self::ConsentByLine => false,
        }
    }

    /// One sentence that refuses it by name.
    pub fn refusal(self) -> String {
        format!("{} not built yet in this version", self.subject())
    }

    /// The feature with its verb, to begin a sentence.
    const fn subject(self) -> &'static str {
        match self {
            Self::Rotas => "rotas are",
            Self::Targets => "targets for response times are",
            Self::Escalations => "escalations are",
            Self::AutoReplies => "auto-replies are",
            Self::Templates => "templates are",
            Self::OnCall => "on call is",
            Self::MaxBounces => "the hot potato's “max_bounces” is",
            Self::CloseAfter => "closing by silence with “close_after” is",
            Self::ReturnAfterAway => "“return_after_away” is",
            Self::RoundRobin => "distribution by “round_robin” is",
            Self::LeastBusy => "distribution by “least_busy” is",
            Self::ClaimWithin => "a time to claim with “claim_within” is",
            Self::Capacity => "a person's “capacity” is",
            Self::QuietHours => "quiet hours are",
            Self::Consent => "words of consent of your own are",
            Self::ConsentByLine => "opt-outs that hold for one line are",
            Self::RoutingReply => "“reply with” in the routing text is",
            Self::RoutingTarget => "“target” in the routing text is",
            Self::LastOwner => "“last owner” in the routing text is",
            Self::Priority => "“priority” in the routing text is",
        }
    }

    /// What to do without it.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::ConsentByLine => "take it out: until then an opt-out holds for every line",
            _ => "take it out",
        }
    }
}

/// Which features a document is read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Features {
    /// Those that this version has.
    #[default]
    Built,
    /// All that a policy can speak of, built or not: to rehearse what a later version reads.
    All,
}

impl Features {
    /// Whether a document may use it.
    pub const fn has(self, feature: Feature) -> bool {
        match self {
            Self::Built => feature.is_built(),
            Self::All => true,
        }
    }
}
