internal import CSHA256

/// The SHA-256 digests of leaves, up to sixteen at once.
package enum LeafDigests {
  /// The count of leaves that are digested together: giving fewer at a time wastes lanes.
  package static let laneCount = 16

  /// The digest of every leaf of the bytes, in order.
  package static func of(_ bytes: UnsafeRawBufferPointer) -> [Digest] {
    unsafe of(bytes, paths: .best)
  }

  static func of(_ bytes: UnsafeRawBufferPointer, paths: SHA256.Paths) -> [Digest] {
    let wholeCount = bytes.count / Leaves.byteCount
    var digests = [Digest](repeating: Digest(), count: Leaves.count(of: bytes.count))
    for first in stride(from: 0, to: wholeCount, by: laneCount) {
      let batch = first..<min(first + laneCount, wholeCount)
      let starts = unsafe batch.map { index in
        unsafe bytes.baseAddress.map {
          unsafe ($0 + index * Leaves.byteCount).assumingMemoryBound(to: UInt8.self)
        }
      }
      unsafe digests.withUnsafeMutableBytes { digests in
        let target = unsafe digests[(Digest.byteCount * first)...]
        unsafe csha256_streams(
          starts, starts.count, Leaves.byteCount,
          UnsafeMutableRawBufferPointer(rebasing: target).baseAddress?
            .assumingMemoryBound(to: UInt8.self),
          paths.rawValue)
      }
    }
    if wholeCount < digests.count {
      digests[wholeCount] = unsafe SHA256.hash(Leaves.leaf(wholeCount, of: bytes), paths: paths)
    }
    return digests
  }
}
