public import MartletBytes

/// What stands for a task's value in other tasks' keys.
public struct TaskIdentity: Hashable, Sendable {
  /// The step key, or a literal's digest.
  public var key: Digest
  /// What kind of key it is.
  public var flags: Flags

  /// What kind of key an identity holds.
  public struct Flags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Flags from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The key is of this run only, or depends on one that is: no other session will find it.
    public static let ephemeral = Flags(rawValue: 1)
    /// The key is the value's own digest: a literal.
    public static let isContent = Flags(rawValue: 2)
  }

  /// An identity of the given key.
  public init(key: Digest, flags: Flags = []) {
    self.key = key
    self.flags = flags
  }

  /// The size of an identity's bytes: the key, then the flags.
  public static let byteCount = Digest.byteCount + 1

  /// Reads an identity's bytes; nothing if there are not 33 or a flag is not known.
  public init?(bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount,
      let key = Digest(bytes: bytes.extracting(0..<Digest.byteCount))
    else { return nil }
    let flags = Flags(rawValue: bytes.byte(at: Digest.byteCount))
    guard flags.isSubset(of: [.ephemeral, .isContent]) else { return nil }
    self.init(key: key, flags: flags)
  }

  /// The identity's 33 bytes.
  public var bytes: [UInt8] {
    unsafe key.withUnsafeBytes { unsafe Array($0) } + [flags.rawValue]
  }
}
