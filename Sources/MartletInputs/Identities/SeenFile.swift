internal import Glibc
package import MartletBytes

/// A file or folder that counts in a key, as it was seen.
package final class SeenFile: Sendable {
  /// The absolute path by which it was named, or the match of a pattern.
  package let path: String
  /// What told its state.
  package let stamp: FileStamp
  /// Its identity.
  package let identity: Digest

  /// Whether it is a folder, whose times say nothing of what the files in it hold.
  package let isFolder: Bool

  init(path: String, stamp: FileStamp, identity: Digest, isFolder: Bool = false) {
    self.isFolder = isFolder
    self.path = path.isAbsolute ? path : path.below(Self.workingFolder)
    self.stamp = stamp
    self.identity = identity
  }

  /// A file or folder that was seen on another machine, under an absolute path.
  package convenience init(
    elsewhere path: String, byteCount: Int, modified: Int, changed: Int, identity: Digest,
    isFolder: Bool
  ) {
    let stamp = FileStamp(
      device: 0, inode: 0, byteCount: byteCount, modified: modified, changed: changed)
    self.init(path: path, stamp: stamp, identity: identity, isFolder: isFolder)
  }

  private static var workingFolder: String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
      unsafe getcwd(buffer.baseAddress, buffer.count).map { unsafe String(cString: $0) } ?? "."
    }
  }
}

/// What a text turned out to be.
package enum InputAnswer: Sendable {
  /// It names nothing: it counts as the text that it is.
  case word
  /// It names a file or folder: it counts by what that is and by the object that it names in it.
  case file(SeenFile, object: String)
  /// It names files: it counts by what they are and by the object that it names in them.
  case files(Digest, object: String, [SeenFile])
  /// It names something elsewhere: it counts by this text.
  case remote(String)
  /// It names something that can't be identified, for this reason.
  case unidentified(String)

  /// By what it counts, the object that it names, and the files; nothing if it names none here.
  package var named: (identity: Digest, object: String, files: [SeenFile])? {
    switch self {
    case .file(let file, let object): (file.identity, object, [file])
    case .files(let identity, let object, let files): (identity, object, files)
    case .word, .remote, .unidentified: nil
    }
  }
}
