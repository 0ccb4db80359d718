/// What texts turned out to be.
struct TextTable {
  // By place: so a dictionary that grows, and one that is given up, touches no answer.
  private var places: [String: Int] = [:]
  private var answers: [InputAnswer] = []

  var isEmpty: Bool { answers.isEmpty }

  /// What a text is, if that is known.
  subscript(text: String) -> InputAnswer? { places[text].map { answers[$0] } }

  /// Takes in what each text is; of texts that are known already, what they are now.
  mutating func enter(_ texts: [String], _ new: [InputAnswer]) {
    if texts.count > 16 { places.reserveCapacity(places.count + texts.count) }
    for (index, text) in texts.enumerated() { places[text] = answers.count + index }
    answers += new
  }

  /// The absolute texts under which nothing lies here.
  var absent: [String] {
    places.compactMap { text, place in
      guard case .word = answers[place], PathText.isAbsolute(text) else { return nil }
      return text
    }
  }
}
