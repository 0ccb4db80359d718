import MartletBytes

/// Where the parts of an object lie in its file.
///
/// ```text
/// offset  bytes
///      0      8  "MRTLOBJ1"
///      8      4  codec: 0, as it is
///     12      4  section count n: the pickle stream, then each out-of-band buffer
///     16   16 n  for each section its offset and its byte count, 8 bytes each
///      .    8 m  for each leaf of 1 MiB of each section, in order, its checksum (XXH3)
///      .     32  the object digest
///      .      8  the checksum of all before
///      .      .  the sections, each at a multiple of 64
/// ```
///
/// All integers are little-endian. The file ends with the last section.
struct ObjectLayout: Equatable {
  static let magic: StaticString = "MRTLOBJ1"
  static let alignment = 64
  /// More sections than this are no object of ours.
  static let largestSectionCount = 1 << 20

  /// Each section's place in the file.
  let sections: [Range<Int>]
  /// Bytes of everything before the sections.
  let headerByteCount: Int

  /// The layout of sections of the given sizes.
  init(byteCounts: [Int]) {
    let leafCount = byteCounts.reduce(0) { $0 + Leaves.count(of: $1) }
    headerByteCount = 16 + 16 * byteCounts.count + 8 * leafCount + 32 + 8
    var end = headerByteCount
    sections = byteCounts.map { byteCount in
      let start = (end + Self.alignment - 1) / Self.alignment * Self.alignment
      end = start + byteCount
      return start..<end
    }
  }

  /// Bytes of the whole file.
  var byteCount: Int { sections.last?.upperBound ?? headerByteCount }

  /// Bytes in sections.
  var contentByteCount: Int { sections.reduce(0) { $0 + $1.count } }

  /// Appends the header.
  func appendHeader(checksums: [UInt64], digest: Digest, to bytes: inout GrowingBytes) {
    let start = bytes.count
    bytes.reserve(headerByteCount)
    bytes.append(Self.magic)
    bytes.append(integer: UInt32(0))
    bytes.append(integer: UInt32(sections.count))
    for section in sections {
      bytes.append(integer: UInt64(section.lowerBound))
      bytes.append(integer: UInt64(section.count))
    }
    for checksum in checksums { bytes.append(integer: checksum) }
    unsafe digest.withUnsafeBytes { unsafe bytes.append($0) }
    let header = unsafe UnsafeRawBufferPointer(rebasing: bytes.storage[start...])
    bytes.append(integer: unsafe Checksum.of(header))
  }
}

/// The digest of an object: over the tree digests of its sections.
enum ObjectDigest {
  static func of(_ sections: [Digest]) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.object.v1")
    encoder.append(UInt64(sections.count))
    for section in sections { encoder.append(section) }
    return encoder.digest()
  }
}
