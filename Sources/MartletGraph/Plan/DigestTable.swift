import MartletBytes

/// Numbers distinct digests in the order of their first appearance.
///
/// Open addressing by eight of the digest's own bytes, which are as good as random.
struct DigestTable: Sendable {
  private(set) var digests: [Digest] = []
  private var slots = [Int32](repeating: -1, count: 16)

  var count: Int { digests.count }

  /// The digest's number; a new one if it was not there.
  mutating func insert(_ digest: Digest) -> Int32 {
    if 2 * count >= slots.count { grow() }
    let slot = slot(of: digest)
    if slots[slot] >= 0 { return slots[slot] }
    // There are no more digests than tasks, whose numbers are Int32.
    slots[slot] = Int32(truncatingIfNeeded: count)
    digests.append(digest)
    return slots[slot]
  }

  private func slot(of digest: Digest) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: brief(digest)) & mask
    while slots[slot] >= 0, digests[Int(slots[slot])] != digest { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 4 * slots.count)
    for (number, digest) in digests.enumerated() { slots[slot(of: digest)] = Int32(number) }
  }
}
