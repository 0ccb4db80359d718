internal import Glibc

extension LocalStore {
  /// Makes room unless that was done lately: looking through a store of 200 000 records takes seconds,
  /// and what is younger than a day stays anyway.
  ///
  /// - Parameters:
  ///   - maxByteCount: The size to come down to.
  ///   - interval: Seconds that may lie between two collections, whichever session makes them.
  /// - Returns: What went; nothing if it was not due.
  public func collectIfDue(maxByteCount: Int, interval: Int) -> Collected? {
    var status = stat()
    if unsafe fstatat(files.folder, Self.stamp, &status, AT_SYMLINK_NOFOLLOW) == 0,
      abs(time(nil) - status.modified) < interval
    {
      return nil
    }
    files.remove(Self.stamp)
    // Where none can be made, as in a read-only store, nothing can be collected either.
    guard let file = try? files.create(Self.stamp) else { return nil }
    close(file)
    return collect(maxByteCount: maxByteCount)
  }

  private static var stamp: String { "incoming/collected" }
}
