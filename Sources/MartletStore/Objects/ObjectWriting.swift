internal import Glibc
import MartletBytes

extension Files {
  /// Writes an object: sixteen leaves at a time are digested, checksummed and written.
  ///
  /// - Returns: The object digest.
  func writeObject(
    _ layout: ObjectLayout, _ sections: [UnsafeRawBufferPointer], to file: Int32
  ) throws(StoreError) -> Digest {
    var checksums: [UInt64] = []
    var roots: [Digest] = []
    for (index, place) in layout.sections.enumerated() {
      let section = unsafe sections[index]
      var digests: [Digest] = []
      let step = Leaves.byteCount * LeafDigests.laneCount
      for start in stride(from: 0, to: max(section.count, 1), by: step) {
        let batch = unsafe UnsafeRawBufferPointer(rebasing: section[start...].prefix(step))
        digests += unsafe LeafDigests.of(batch)
        checksums += unsafe Leaves.checksums(batch)
        try unsafe write(batch, to: file, at: place.lowerBound + start)
      }
      roots.append(TreeDigest.root(byteCount: section.count, leaves: digests))
    }
    let digest = ObjectDigest.of(roots)
    let header = layout.header(checksums: checksums, digest: digest)
    try write(header, to: file)
    // The last section may be empty: the file is as long as the layout says.
    guard ftruncate(file, layout.byteCount) == 0 else { throw failure("can't write") }
    return digest
  }
}

/// A small object in memory, as it follows its record's line.
struct InlinePayload {
  let bytes: [UInt8]
  let digest: Digest

  init(_ layout: ObjectLayout, _ sections: [UnsafeRawBufferPointer]) {
    digest = ObjectDigest.of(unsafe sections.map { unsafe TreeDigest.hash($0) })
    let checksums = unsafe sections.flatMap { unsafe Leaves.checksums($0) }
    var bytes = layout.header(checksums: checksums, digest: digest)
    for (index, place) in layout.sections.enumerated() {
      let section = unsafe sections[index]
      bytes += [UInt8](repeating: 0, count: place.lowerBound - bytes.count)
      unsafe bytes.append(contentsOf: section)
    }
    self.bytes = bytes
  }
}
