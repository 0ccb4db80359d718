internal import CXXHash

/// A fast checksum against damage, not against people: XXH3, 64 bits.
public enum Checksum {
  /// The checksum of the bytes.
  public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    unsafe cxxhash_xxh3(bytes.baseAddress, bytes.count)
  }
}

/// Bytes in leaves of 1 MiB, each with a checksum or a digest of its own.
public enum Leaves {
  /// The bytes of a leaf; the last one may be shorter.
  public static let byteCount = 1 << 20

  /// How many leaves so many bytes have: at least one.
  public static func count(of byteCount: Int) -> Int {
    max(1, (byteCount + Self.byteCount - 1) / Self.byteCount)
  }

  /// The bytes of one leaf.
  public static func leaf(_ index: Int, of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer
  {
    let start = min(index * byteCount, bytes.count)
    return unsafe UnsafeRawBufferPointer(
      rebasing: bytes[start..<min(start + byteCount, bytes.count)])
  }

  /// The checksum of every leaf.
  public static func checksums(_ bytes: UnsafeRawBufferPointer) -> [UInt64] {
    (0..<count(of: bytes.count)).map { unsafe Checksum.of(leaf($0, of: bytes)) }
  }
}
