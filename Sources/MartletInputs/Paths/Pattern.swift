internal import Glibc

/// A path with `*`, `?`, `[...]` and `**` in it.
struct Pattern {
  private let text: String
  private var visitedCount = 0
  private var matches: Set<String> = []
  /// More names than this are not looked through.
  private static let visitLimit = 200_000

  /// The part in front of the first wild component, with its slash.
  let fixed: String

  init(_ text: String) {
    self.text = text
    var fixed = ""
    for part in text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).dropLast() {
      let part = String(decoding: Array(part), as: UTF8.self)
      if part.isWild { break }
      fixed += part + "/"
    }
    self.fixed = fixed
  }

  /// All paths that match, in the order of their bytes; hidden ones too.
  mutating func found() throws(FolderListing.Failure) -> [String] {
    let parts = text.utf8.dropFirst(fixed.utf8.count).split(separator: 0x2F).map {
      String(decoding: Array($0), as: UTF8.self)
    }
    try search(fixed, parts[...], depth: 0)
    return matches.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private mutating func search(
    _ folder: String, _ parts: ArraySlice<String>, depth: Int
  ) throws(FolderListing.Failure) {
    guard let part = parts.first else { return }
    let rest = parts.dropFirst()
    if !part.isWild {
      let path = part.below(folder)
      guard FileStatus(path: path) != nil else { return }
      return try arrive(path, rest, depth)
    }
    if part == "**" { try search(folder, rest.isEmpty ? ["*"] : rest, depth: depth) }
    guard depth < 100, let names = FolderNames.of(folder.isEmpty ? "." : folder) else {
      if depth < 100, errno == ENOENT || errno == ENOTDIR { return }
      let why = depth < 100 ? systemReason(errno) : "it is nested too deeply"
      throw FolderListing.Failure(reason: "`\(folder)` of `\(text)` can't be read: \(why)")
    }
    for name in names {
      guard let name else {
        throw FolderListing.Failure(reason: "a name in `\(folder)` of `\(text)` is not UTF-8")
      }
      visitedCount += 1
      if visitedCount > Self.visitLimit || matches.count > FolderListing.limit {
        throw FolderListing.Failure(reason: "the pattern `\(text)` matches too many files")
      }
      let path = name.below(folder)
      if part == "**" {
        guard FileStatus(path: path)?.kind == .folder else { continue }
        try search(path, parts, depth: depth + 1)
      } else if unsafe fnmatch(part, name, 0) == 0 {
        try arrive(path, rest, depth)
      }
    }
  }

  private mutating func arrive(
    _ path: String, _ rest: ArraySlice<String>, _ depth: Int
  ) throws(FolderListing.Failure) {
    if rest.isEmpty {
      matches.insert(path)
    } else if FileStatus(path: path)?.kind == .folder {
      try search(path, rest, depth: depth + 1)
    }
  }
}

extension String {
  fileprivate var isWild: Bool { utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B } }
}
