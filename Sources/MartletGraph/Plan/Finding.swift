/// What the store has under one key.
public struct Finding: Hashable, Sendable {
  /// What is there.
  public enum Presence: UInt8, Sendable {
    /// No record that can be used.
    case missing
    /// A record of digest and cost; the result itself was not kept.
    case record
    /// A record and its object: the result can be loaded.
    case object
  }

  /// What is there.
  public var presence: Presence
  /// What the result cost to compute.
  public var seconds: Double
  /// The result's size in bytes.
  public var byteCount: Int

  /// A finding.
  public init(_ presence: Presence, seconds: Double = 0, byteCount: Int = 0) {
    self.presence = presence
    self.seconds = seconds
    self.byteCount = byteCount
  }

  /// Nothing is there.
  public static let missing = Finding(.missing)
}
