/// What a task of the user's graph is to Martlet.
public enum TaskKind: UInt8, Sendable {
  /// Reserved, but not described yet.
  case undescribed
  /// A function applied to arguments: it has a step key, may be loaded, kept, cut off.
  case step
  /// Dask's own plumbing: has a key as a step has, but is never wrapped, kept or counted.
  case bookkeeping
  /// Another name of its only input.
  case alias
  /// A task that runs other tasks of the graph inside itself; its only input is the inner one whose
  /// value it returns.
  case fused
  /// A literal value under a key; its template is the value's encoding.
  case data
  /// A key that the scheduler holds already; its identity is given.
  case known
  /// A key that nobody can identify.
  case unknown
}
