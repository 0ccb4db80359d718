/// What is known of paths; each has a place, so that it is hashed once.
struct PathTable {
  private var places: [String: Int] = [:]
  private var answers: [PathAnswer] = []

  var count: Int { answers.count }

  /// What lies under the path that has a place.
  subscript(place: Int) -> PathAnswer {
    get { answers[place] }
    set { answers[place] = newValue }
  }

  /// All files.
  var files: [SeenFile] {
    answers.compactMap { answer in
      if case .file(let file) = answer { return file }
      return nil
    }
  }

  /// Makes room for so many more paths.
  mutating func reserve(_ additional: Int) {
    if additional > 16 { places.reserveCapacity(places.count + additional) }
  }

  /// The place of a path, which is given one if it has none: the next.
  mutating func place(of path: String) -> Int {
    let next = answers.count
    let place = Self.take(&places[path, default: -1], next)
    if place == next { answers.append(.nothing) }
    return place
  }

  private static func take(_ place: inout Int, _ next: Int) -> Int {
    if place < 0 { place = next }
    return place
  }
}
