/// A SHA-256 digest: 32 bytes, held in place.
///
/// In memory a digest is exactly its 32 bytes, so an array of digests can be written to a file or
/// handed to C as it is.
@frozen public struct Digest: Sendable {
  // Four words in memory order: word 0 holds bytes 0 to 7 as they lie.
  @usableFromInline var word0, word1, word2, word3: UInt64

  /// The count of bytes in a digest.
  public static let byteCount = 32

  /// A digest of zeros, which no known message has: a place holder.
  @inlinable public init() {
    word0 = 0
    word1 = 0
    word2 = 0
    word3 = 0
  }

  /// Takes a digest's 32 bytes, or nothing if there are not 32.
  @inlinable public init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init()
    unsafe withUnsafeMutableBytes { unsafe $0.copyMemory(from: bytes) }
  }

  /// Takes a digest's 32 bytes, or nothing if there are not 32.
  @inlinable public init?(bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount else { return nil }
    word0 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
    word1 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
    word2 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt64.self)
    word3 = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt64.self)
  }

  /// Calls `body` with the 32 bytes.
  @inlinable public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe Swift.withUnsafeBytes(of: self, body)
  }

  /// Calls `body` with the 32 bytes to be written.
  @inlinable package mutating func withUnsafeMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe Swift.withUnsafeMutableBytes(of: &self, body)
  }
}

extension Digest: Hashable {
  /// Whether two digests are the same 32 bytes.
  @inlinable public static func == (left: Digest, right: Digest) -> Bool {
    left.word0 == right.word0 && left.word1 == right.word1 && left.word2 == right.word2
      && left.word3 == right.word3
  }

  /// Feeds eight bytes of the digest: they are as good as random already.
  @inlinable public func hash(into hasher: inout Hasher) {
    hasher.combine(word0)
  }
}

extension Digest: Comparable {
  /// Orders digests as their hexadecimal texts are ordered.
  @inlinable public static func < (left: Digest, right: Digest) -> Bool {
    if left.word0 != right.word0 { return left.word0.bigEndian < right.word0.bigEndian }
    if left.word1 != right.word1 { return left.word1.bigEndian < right.word1.bigEndian }
    if left.word2 != right.word2 { return left.word2.bigEndian < right.word2.bigEndian }
    return left.word3.bigEndian < right.word3.bigEndian
  }
}
