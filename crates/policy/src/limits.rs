//! How much a policy may hold. Generous for any business, and small enough that a check stays quick.

/// Bytes of the whole document.
pub(crate) const SOURCE: usize = 1 << 20;
/// Queues.
pub(crate) const QUEUES: usize = 500;
/// Members of a queue.
pub(crate) const MEMBERS: usize = 1_000;
/// Business calendars.
pub(crate) const HOURS: usize = 200;
/// Periods that open on one day.
pub(crate) const PERIODS: usize = 24;
/// Holidays of one calendar.
pub(crate) const HOLIDAYS: usize = 1_000;
/// Tags that a queue adds.
pub(crate) const TAGS: usize = 20;
/// Reasons for closing.
pub(crate) const REASONS: usize = 50;
/// Characters of a name, a tag or a reason.
pub(crate) const NAME: usize = 60;
/// Rotas.
pub(crate) const ROTAS: usize = 200;
/// Shifts of a rota.
pub(crate) const SHIFTS: usize = 200;
/// People of a rotation, or of an override.
pub(crate) const ROTATION: usize = 200;
/// Overrides of a rota, and swaps.
pub(crate) const DATED: usize = 2_000;
/// Targets.
pub(crate) const TARGETS: usize = 200;
/// Paths of escalation.
pub(crate) const ESCALATIONS: usize = 200;
/// Steps of a path.
pub(crate) const STEPS: usize = 20;
/// Templates.
pub(crate) const TEMPLATES: usize = 1_000;
/// Characters of what is answered to a word of consent: what carriers take as one message (1,600) less what a business's
/// name may be longer than it was measured with.
pub(crate) const CONFIRMATION: usize = 1_500;
/// Languages in which consent is asked and answered.
pub(crate) const LANGUAGES: usize = 50;
/// Words of consent of one kind.
pub(crate) const WORDS: usize = 50;
