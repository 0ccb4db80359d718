import MartletBytes

/// Eight bytes that tell encodings apart in explanations; never part of a key.
///
/// The first eight bytes of the SHA-256, little-endian.
func briefHash(_ bytes: RawSpan) -> UInt64 {
  brief(SHA256.hash(bytes))
}

/// The first eight bytes of a digest, little-endian.
func brief(_ digest: Digest) -> UInt64 {
  unsafe digest.withUnsafeBytes { UInt64(littleEndian: unsafe $0.load(as: UInt64.self)) }
}
