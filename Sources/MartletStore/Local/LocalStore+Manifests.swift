public import MartletBytes

extension LocalStore {
  /// The label of the records that hold functions' manifests.
  public static let manifestLabel = "martlet.function"

  /// Keeps what a fingerprint consists of, once.
  public func putManifest(_ fingerprint: Digest, _ bytes: UnsafeRawBufferPointer) throws(StoreError)
  {
    if manifest(fingerprint) != nil { return }
    let key = Self.manifestKey(fingerprint)
    var record = Record()
    record.step = key
    record.label = Self.manifestLabel
    _ = try unsafe keep(record, sections: [bytes], classes: [])
  }

  /// What a fingerprint consists of; nothing if the store doesn't know.
  public func manifest(_ fingerprint: Digest) -> Loaded? { load(Self.manifestKey(fingerprint)) }

  private static func manifestKey(_ fingerprint: Digest) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.function.v1")
    encoder.append(fingerprint)
    return encoder.digest()
  }
}
