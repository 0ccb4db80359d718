internal import CPython
internal import MartletBytes
internal import MartletInputs

/// What lets one machine take in what another one sees.
let elsewhereMethods: [Method] = [
  Method(
    "unseen",
    """
    unseen()
    --

    The absolute texts that were looked at and under which nothing lies here, each told once.
    """
  ) {
    unsafe FilesObject.answer("unseen", 0...0, $0, $1, $2, $3) { content, _ in
      let list = try Owned.list()
      for text in content.files.unseen() { try list.object.append(Owned(text: text)) }
      return list
    }
  },
  Method(
    "answers",
    """
    answers(texts, /)
    --

    What texts name here, as `take` wants it: (text, digest, object, files) or (text, reason).

    Texts that name nothing are left out.
    """
  ) {
    unsafe FilesObject.answer("answers", 1...1, $0, $1, $2, $3) { content, arguments in
      let files = content.files
      let texts = try arguments[0].candidates()
      let answers = Lock.released { files.answers(toNew: texts) }
      let list = try Owned.list()
      for (text, answer) in zip(texts, answers) {
        if let row = try Owned(answer, to: text) { try list.object.append(row) }
      }
      return list
    }
  },
  Method(
    "take",
    """
    take(answers, /)
    --

    Takes what texts name elsewhere for what they name, until `forget`.
    """
  ) {
    unsafe FilesObject.answer("take", 1...1, $0, $1, $2, $3) { content, arguments in
      let rows = try arguments[0].elements()
      var answers: [(text: String, answer: InputAnswer)] = []
      for index in 0..<rows.object.tupleCount {
        let row = try rows.object.tupleElement(index)
        answers.append((try row.tupleElement(0).text, try InputAnswer(row)))
      }
      content.files.take(answers)
      return Owned(Object.none)
    }
  },
]

extension Owned {
  /// What a text turned out to be, as a row; nothing for one that names no files.
  fileprivate init?(_ answer: InputAnswer, to text: String) throws(Raised) {
    if let named = answer.named {
      var tuple = try TupleBuilder(count: 4)
      try tuple.append(Owned(text: text))
      try tuple.append(Owned(named.identity))
      try tuple.append(Owned(text: named.object))
      try tuple.append(Owned.list(of: named.files))
      self = tuple.finish()
    } else if case .unidentified(let reason) = answer {
      var tuple = try TupleBuilder(count: 2)
      try tuple.append(Owned(text: text))
      try tuple.append(Owned(text: reason))
      self = tuple.finish()
    } else {
      return nil
    }
  }
}

extension InputAnswer {
  /// What a row says of a text.
  fileprivate init(_ row: Object) throws(Raised) {
    if row.tupleCount == 2 {
      self = .unidentified(try row.tupleElement(1).text)
      return
    }
    let rows = try row.tupleElement(3).elements()
    var files: [SeenFile] = []
    for index in 0..<rows.object.tupleCount {
      files.append(try SeenFile(rows.object.tupleElement(index)))
    }
    let object = try row.tupleElement(2).text
    self = .files(try Digest(row.tupleElement(1)), object: object, files)
  }
}

extension SeenFile {
  /// A file from the tuple that another machine made of it.
  fileprivate convenience init(_ row: Object) throws(Raised) {
    let numbers = [
      try row.tupleElement(1).integer, try row.tupleElement(2).integer,
      try row.tupleElement(3).integer,
    ].map { Int($0 ?? 0) }
    self.init(
      elsewhere: try row.tupleElement(0).text, byteCount: numbers[0], modified: numbers[1],
      changed: numbers[2], identity: try Digest(row.tupleElement(4)), isFolder: numbers[1] == -1)
  }
}
