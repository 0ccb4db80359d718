internal import Glibc
public import MartletBytes

/// When a record was last used is its file's time of change, set at most once an hour: mounts without
/// access times are no harm, and neither are backups and listings, which read everything.
extension LocalStore {
  private static let precision = 3600

  /// Notes that the records under the keys are about to be used: collection spares them for a day.
  public func markUsed(_ keys: [Digest]) {
    var path = EntryPath.record()
    let now = time(nil)
    for key in keys {
      let path = unsafe path.path(key)
      var status = stat()
      guard unsafe fstatat(files.folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0,
        now - status.modified > Self.precision
      else { continue }
      unsafe utimensat(files.folder, path, nil, AT_SYMLINK_NOFOLLOW)
    }
  }

  /// Notes that an open record was used.
  func markUsed(_ file: Int32) {
    var status = stat()
    guard unsafe fstat(file, &status) == 0, time(nil) - status.modified > Self.precision
    else { return }
    _ = futimens(file, nil)
  }
}
