/// Writes what a key is made of, so that two different lists of fields never give the same bytes.
///
/// ```text
/// encoding = field(domain) field(1) field(2) ...
/// field    = byte count as LEB128 (7 bits a byte, low first, the top bit set on all but the last), bytes
/// ```
///
/// An integer is a field of eight bytes, little-endian. The order and the kinds of the fields are fixed
/// by the domain, a name that ends in a version: `martlet.step.v1`.
///
/// The encoder keeps its memory over ``reset()``, so that a million keys can be made with one.
public struct CanonicalEncoder: ~Copyable {
  @usableFromInline var bytes: GrowingBytes
  @usableFromInline let domainByteCount: Int

  /// Starts an encoding of the given kind and version.
  public init(domain: StaticString) {
    bytes = GrowingBytes(minimumCapacity: 256)
    unsafe bytes.appendField(
      UnsafeRawBufferPointer(start: domain.utf8Start, count: domain.utf8CodeUnitCount))
    domainByteCount = bytes.count
  }

  /// Appends a field of any bytes.
  @inlinable public mutating func append(_ field: UnsafeRawBufferPointer) {
    unsafe bytes.appendField(field)
  }

  /// Appends a field of any bytes.
  @inlinable public mutating func append(_ field: RawSpan) {
    unsafe field.withUnsafeBytes { unsafe bytes.appendField($0) }
  }

  /// Appends a text as UTF-8.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe bytes.appendField(UnsafeRawBufferPointer($0)) }
  }

  /// Appends a digest: a field of 32 bytes.
  @inlinable public mutating func append(_ digest: Digest) {
    unsafe digest.withUnsafeBytes { unsafe bytes.appendField($0) }
  }

  /// Appends an integer: a field of eight bytes, little-endian.
  @inlinable public mutating func append(_ value: UInt64) {
    unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe bytes.appendField($0) }
  }

  /// Appends the digests' count and then each of them, in ascending order, each once.
  public mutating func append(sorted digests: [Digest]) {
    var last: Digest?
    let unique = digests.sorted().filter { digest in
      defer { last = digest }
      return digest != last
    }
    append(UInt64(unique.count))
    for digest in unique { append(digest) }
  }

  /// The SHA-256 of the encoding so far.
  @inlinable public func digest() -> Digest {
    unsafe SHA256.hash(bytes.storage)
  }

  /// Drops all fields but the domain.
  @inlinable public mutating func reset() {
    bytes.truncate(to: domainByteCount)
  }

  /// Calls `body` with the encoding so far.
  public borrowing func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(bytes.storage)
  }
}
