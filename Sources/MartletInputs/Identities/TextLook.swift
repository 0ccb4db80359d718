internal import MartletBytes

/// One look at what many texts name.
struct TextLook {
  private struct Pending {
    var index: Int
    var readings: [PathText]
    var next = 0
  }

  private(set) var look: Look
  private let home: String?
  private var results: [InputAnswer]
  private var chosen: [(index: Int, reading: PathText)] = []
  private var patterns: [(index: Int, reading: PathText, fixed: String, matches: [String])] = []

  init(_ look: Look, home: String?) {
    self.look = look
    self.home = home
    results = []
  }

  /// What each text is.
  mutating func answers(_ texts: [String]) -> [InputAnswer] {
    results = [InputAnswer](repeating: .word, count: texts.count)
    var pending: [Pending] = []
    for (index, text) in texts.enumerated() {
      if RemoteText.matches(text) {
        results[index] = .remote(RemoteText.withoutCredentials(text))
      } else {
        pending.append(Pending(index: index, readings: PathText.readings(of: text, home: home)))
      }
    }
    expand(resolve(pending))
    look.identify()
    for (index, reading) in chosen { results[index] = answer(reading) }
    for pattern in patterns {
      results[pattern.index] = answer(pattern.reading, pattern.fixed, pattern.matches)
    }
    return results
  }

  /// Finds for each text the reading under which something lies; the texts that have none are left.
  private mutating func resolve(_ texts: [Pending]) -> [Pending] {
    var left: [Pending] = []
    var pending = texts
    while !pending.isEmpty {
      look.see(pending.map { $0.readings[$0.next].path })
      var again: [Pending] = []
      for var text in pending {
        let reading = text.readings[text.next]
        text.next += 1
        if look.isThere(reading.path) {
          chosen.append((text.index, reading))
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
        look.see(matches)
        patterns.append((index, reading, fixed, matches))
      }
    }
  }

  private func answer(_ reading: PathText) -> InputAnswer {
    switch look.answers[reading.path] ?? .nothing {
    case .nothing: .word
    case .refused(let reason): .unidentified(reason)
    case .file(let file): .files(file.identity, object: reading.object, [file])
    }
  }

  /// ```text
  /// H("martlet.file.pattern.v1", count, for each match: its path behind the fixed part, its identity)
  /// ```
  private func answer(_ reading: PathText, _ fixed: String, _ matches: [String]) -> InputAnswer {
    var encoder = CanonicalEncoder(domain: "martlet.file.pattern.v1")
    encoder.append(UInt64(matches.count))
    var files: [SeenFile] = []
    for path in matches {
      encoder.append(String(decoding: path.utf8.dropFirst(fixed.utf8.count), as: UTF8.self))
      switch look.answers[path] ?? .nothing {
      case .nothing: encoder.append("")
      case .refused(let reason): return .unidentified(reason)
      case .file(let file):
        encoder.append(file.identity)
        files.append(file)
      }
    }
    return .files(encoder.digest(), object: reading.object, files)
  }
}
