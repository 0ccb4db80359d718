import MartletBytes

extension SessionRecord {
  /// Reads a record's bytes, which may be anything.
  ///
  /// - Throws: ``GraphError/Code/malformed``, ``GraphError/Code/truncated`` or
  ///   ``GraphError/Code/newerFormat``.
  public init(decoding bytes: RawSpan) throws(GraphError) {
    var reader = ByteReader(bytes)
    guard try reader.array(Self.magic.count) == Self.magic else {
      throw GraphError(.malformed, "not a session's record")
    }
    let version: UInt32 = try reader.integer()
    guard version <= Self.version else {
      throw GraphError(.newerFormat, "a session's record of version \(version), newer than 1")
    }
    for _ in 0..<(try reader.count(ofAtLeast: 4)) {
      texts.append(
        String(decoding: try reader.array(try reader.count(ofAtLeast: 1)), as: UTF8.self))
    }
    for _ in 0..<(try reader.count(ofAtLeast: 16)) {
      functions.append(try Self.function(from: &reader, textCount: texts.count))
    }
    let count = try reader.count(ofAtLeast: 63)
    tasks.reserveCapacity(count)
    for _ in 0..<count { tasks.append(try task(from: &reader, count: count)) }
    guard reader.remainingCount == 0 else {
      throw GraphError(.malformed, "\(reader.remainingCount) bytes follow a session's record")
    }
  }

  private static func function(
    from reader: inout ByteReader, textCount: Int
  ) throws(GraphError) -> RecordedFunction {
    var function = RecordedFunction(
      label: try reader.integer(), encodingHash: try reader.integer(), fingerprints: [])
    guard function.label >= 0, function.label < textCount else { throw contradiction }
    for _ in 0..<(try reader.count(ofAtLeast: Digest.byteCount)) {
      function.fingerprints.append(try reader.digest())
    }
    return function
  }

  private mutating func task(
    from reader: inout ByteReader, count: Int
  ) throws(GraphError) -> RecordedTask {
    let key = try reader.digest()
    let shapeHash: UInt64 = try reader.integer()
    let function: Int32 = try reader.integer()
    let place = TaskPlace(try reader.integer(), try reader.integer())
    let kind = TaskKind(rawValue: try reader.byte())
    let action = TaskAction(rawValue: try reader.byte())
    let flags = RecordedTask.Flags(rawValue: try reader.byte())
    guard let kind, let action, flags.isSubset(of: .all), function >= -1, function < functions.count
    else { throw Self.contradiction }
    let argumentOffset = arguments.count
    let inputOffset = inputs.count
    let argumentCount: UInt32 = try reader.integer()
    let inputCount: UInt32 = try reader.integer()
    guard 12 * Int(argumentCount) + 4 * Int(inputCount) <= reader.remainingCount else {
      throw GraphError(.truncated, "a session's record ends early")
    }
    for _ in 0..<argumentCount {
      let argument = RecordedArgument(title: try reader.integer(), hash: try reader.integer())
      guard argument.title < texts.count else { throw Self.contradiction }
      arguments.append(argument)
    }
    for _ in 0..<inputCount {
      let input: Int32 = try reader.integer()
      guard input >= 0, input < count else { throw Self.contradiction }
      inputs.append(input)
    }
    return RecordedTask(
      key: key, shapeHash: shapeHash, function: function, place: place, kind: kind, action: action,
      flags: flags, arguments: argumentOffset..<arguments.count, inputs: inputOffset..<inputs.count)
  }

  private static var contradiction: GraphError {
    GraphError(.malformed, "a session's record refers to what is not in it")
  }
}
