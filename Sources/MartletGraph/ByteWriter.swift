import MartletBytes

/// Appends fields, little-endian, to bytes that are kept or sent.
extension [UInt8] {
  mutating func append(_ digest: Digest) {
    unsafe digest.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  mutating func append(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  mutating func append(integer value: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
  }
}
