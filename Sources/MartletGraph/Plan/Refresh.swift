/// Which steps are to be computed again whatever the store has.
///
/// What depends on a refreshed step may no longer be what its step key says, so it is not found by
/// step key either; it may be cut off by content.
public enum Refresh: Sendable {
  /// None.
  case nothing
  /// All of them.
  case everything
  /// The steps of the functions whose numbers are marked.
  case functions([Bool])
  /// The tasks that are marked.
  case tasks([Bool])

  var isNothing: Bool { if case .nothing = self { true } else { false } }

  func contains(_ task: Int, function: Int32) -> Bool {
    switch self {
    case .nothing: false
    case .everything: true
    case .functions(let marks): marks.indices.contains(Int(function)) && marks[Int(function)]
    case .tasks(let marks): marks.indices.contains(task) && marks[task]
    }
  }
}
