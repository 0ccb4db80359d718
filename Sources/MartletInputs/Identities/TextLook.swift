internal import MartletBytes

/// One look at what many texts name.
struct TextLook {
  private struct Pending {
    var index: Int
    var readings: [PathText]
    var next = 0
  }

  private struct Matches {
    var index: Int
    var object: String
    var fixed: String
    var paths: [String]
    var places: [Int]
  }

  private(set) var look: Look
  private let home: String?
  private var results: [InputAnswer]
  private var chosen: [(index: Int, place: Int, object: String)] = []
  private var patterns: [Matches] = []

  init(_ look: Look, home: String?) {
    self.look = look
    self.home = home
    results = []
  }

  /// What each text is.
  mutating func answers(_ texts: [String]) -> [InputAnswer] {
    results = [InputAnswer](repeating: .word, count: texts.count)
    var pending: [Pending] = []
    var simple: [Int] = []
    // A pattern that comes again need not be expanded again; plain paths are told apart by the table.
    var firsts: [String: Int] = [:]
    var repeated: [(index: Int, first: Int)] = []
    for (index, text) in texts.enumerated() {
      if PathText.isPlain(text) {
        simple.append(index)
        continue
      }
      if let first = firsts[text] {
        repeated.append((index, first))
        continue
      }
      firsts[text] = index
      if RemoteText.matches(text) {
        results[index] = .remote(RemoteText.withoutCredentials(text))
      } else {
        pending.append(Pending(index: index, readings: PathText.readings(of: text, home: home)))
      }
    }
    let places = look.see(simple.count == texts.count ? texts : simple.map { texts[$0] })
    for (index, place) in zip(simple, places) where look.isThere(place) {
      chosen.append((index, place, ""))
    }
    expand(resolve(pending))
    look.identify()
    for (index, place, object) in chosen { results[index] = answer(place, object) }
    for pattern in patterns { results[pattern.index] = answer(pattern) }
    for (index, first) in repeated { results[index] = results[first] }
    return results
  }

  /// Finds for each text the reading under which something lies; the texts that have none are left.
  private mutating func resolve(_ texts: [Pending]) -> [Pending] {
    var left: [Pending] = []
    var pending = texts
    while !pending.isEmpty {
      let places = look.see(pending.map { $0.readings[$0.next].path })
      var again: [Pending] = []
      for (var text, place) in zip(pending, places) {
        let reading = text.readings[text.next]
        text.next += 1
        if look.isThere(place) {
          chosen.append((text.index, place, reading.object))
        } else if text.next < text.readings.count {
          again.append(text)
        } else if text.readings.contains(where: \.isPattern) {
          left.append(text)
        }
      }
      pending = again
    }
    return left
  }

  /// Finds what patterns match.
  private mutating func expand(_ texts: [Pending]) {
    let candidates = texts.flatMap { text in
      text.readings.filter(\.isPattern).map { (index: text.index, reading: $0) }
    }
    let found = Team.map(candidates, threads: Team.waitingCount) { candidate in
      var pattern = Pattern(candidate.reading.path)
      return Result { () throws(FolderListing.Failure) in (pattern.fixed, try pattern.found()) }
    }
    var settled: Set<Int> = []
    for ((index, reading), result) in zip(candidates, found) where !settled.contains(index) {
      switch result {
      case .failure(let failure):
        settled.insert(index)
        results[index] = .unidentified(failure.reason)
      case .success(let (fixed, matches)):
        if matches.isEmpty { continue }
        settled.insert(index)
        patterns.append(
          Matches(
            index: index, object: reading.object, fixed: fixed, paths: matches,
            places: look.see(matches)))
      }
    }
  }

  private func answer(_ place: Int, _ object: String) -> InputAnswer {
    switch look.table[place] {
    case .nothing: .word
    case .refused(let reason): .unidentified(reason)
    case .file(let file): .file(file, object: object)
    }
  }

  /// ```text
  /// H("martlet.file.pattern.v1", count, for each match: its path behind the fixed part, its identity)
  /// ```
  private func answer(_ pattern: Matches) -> InputAnswer {
    var encoder = CanonicalEncoder(domain: "martlet.file.pattern.v1")
    encoder.append(UInt64(pattern.paths.count))
    var files: [SeenFile] = []
    for (path, place) in zip(pattern.paths, pattern.places) {
      let name = path.utf8.dropFirst(pattern.fixed.utf8.count)
      encoder.append(String(decoding: name, as: UTF8.self))
      switch look.table[place] {
      case .nothing: encoder.append("")
      case .refused(let reason): return .unidentified(reason)
      case .file(let file):
        encoder.append(file.identity)
        files.append(file)
      }
    }
    return .files(encoder.digest(), object: pattern.object, files)
  }
}
