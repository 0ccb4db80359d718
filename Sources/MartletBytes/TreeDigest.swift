/// SHA-256 as a tree over leaves of 1 MiB, so that cores and lanes can share the work.
///
/// ```text
/// root = SHA-256( field("martlet.tree.v1") field(byte count) field(leaf digest 0) ... )
/// ```
public enum TreeDigest {
  /// The root over the bytes.
  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    unsafe root(byteCount: bytes.count, leaves: LeafDigests.of(bytes))
  }

  /// The root over leaves' digests.
  public static func root(byteCount: Int, leaves: [Digest]) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.tree.v1")
    encoder.append(UInt64(byteCount))
    for leaf in leaves { encoder.append(leaf) }
    return encoder.digest()
  }
}
