package import MartletBytes

/// A ROOT file: what it says it is, and what its directories hold.
package struct RootFile {
  /// Reads so many bytes at an offset, all of them or it throws.
  package typealias Reading = (_ offset: Int, _ count: Int) throws -> [UInt8]

  private let read: Reading
  private let header: FileHeader
  /// The file's size.
  package let byteCount: Int

  /// The sixteen bytes by which the file names itself: each writer makes new ones, an update keeps them.
  package var uuid: [UInt8] { header.uuid }

  /// Reads a file's head.
  ///
  /// - Throws: ``RootError``, and what `read` throws.
  package init(byteCount: Int, read: @escaping Reading) throws {
    self.read = read
    self.byteCount = byteCount
    let bytes = try read(0, min(byteCount, FileHeader.byteCount))
    header = try unsafe FileHeader(bytes.span.bytes)
    if header.end > byteCount { throw RootError.truncated(at: byteCount) }
  }

  /// The digest of all key lists and of the records that they name: trees with the places of their baskets,
  /// RNTuples' anchors, histograms; not baskets and pages.
  ///
  /// ```text
  /// H("martlet.root.records.v1", directories, depth first)
  /// directory = its key list, SHA-256 of each record in its order
  /// ```
  ///
  /// - Throws: ``RootError``, also if there is more than 64 MiB to read; and what `read` throws.
  package func recordsDigest() throws -> Digest {
    var walk = DirectoryWalk(self)
    return try walk.digest(header.begin + header.nameByteCount)
  }

  func bytes(_ place: Range<Int>) throws -> [UInt8] {
    guard place.lowerBound >= 0, place.upperBound <= byteCount else {
      throw RootError.truncated(at: place.lowerBound)
    }
    let bytes = try read(place.lowerBound, place.count)
    guard bytes.count == place.count else { throw RootError.truncated(at: place.lowerBound) }
    return bytes
  }
}
