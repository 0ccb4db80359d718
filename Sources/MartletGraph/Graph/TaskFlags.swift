/// What else is known of a task.
///
/// The low bits are those of the Python side's `Function.flags`.
public struct TaskFlags: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: UInt16

  /// Flags from their bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Its result differs from run to run: never kept or found by its step key.
  public static let impure = TaskFlags(rawValue: 2)
  /// Marked to be kept whatever it costs.
  public static let always = TaskFlags(rawValue: 4)
  /// Marked never to be kept.
  public static let never = TaskFlags(rawValue: 8)
  /// Its function is a coroutine function; carried for the front end.
  public static let coroutine = TaskFlags(rawValue: 16)
  /// Its function or an argument could not be identified: always computed.
  public static let unidentified = TaskFlags(rawValue: 32)
  /// Its identity is not what its template says but was given.
  static let overridden = TaskFlags(rawValue: 1 << 15)

  /// Whether a run of this task can't stand for another one.
  var isOnlyThisRun: Bool { !isDisjoint(with: [.impure, .unidentified]) }
}
