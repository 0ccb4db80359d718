extension StepInfo {
  /// Reads what ``StepInfoEncoder`` wrote.
  ///
  /// - Throws: ``GraphError/Code/truncated`` if the bytes end early, ``GraphError/Code/malformed`` if
  ///   they go on or nest too deep.
  public init(_ bytes: RawSpan) throws(GraphError) {
    var reader = ByteReader(bytes)
    token = try reader.array(Self.tokenByteCount)
    flags = Flags(rawValue: try reader.integer(UInt16.self))
    stepKey = try reader.digest()
    shape = try reader.digest()
    checks = []
    for _ in 0..<Int(try reader.integer(UInt16.self)) { checks.append(try reader.digest()) }
    inputs = try Self.inputs(from: &reader, depth: 0)
    guard reader.remainingCount == 0 else {
      throw GraphError(.malformed, "\(reader.remainingCount) bytes follow a step's information")
    }
  }

  private static func inputs(
    from reader: inout ByteReader, depth: Int
  ) throws(GraphError) -> [InputContent] {
    guard depth <= InputContent.depthLimit else {
      throw GraphError(.malformed, "inputs nest deeper than \(InputContent.depthLimit) levels")
    }
    let count = try reader.count(ofAtLeast: 33)
    var inputs: [InputContent] = []
    inputs.reserveCapacity(count)
    for _ in 0..<count {
      switch try reader.byte() {
      case 0:
        let key = try reader.digest()
        inputs.append(.step(key, keyHash: try reader.integer()))
      case 1: inputs.append(.literal(try reader.digest()))
      case 2:
        let shape = try reader.digest()
        inputs.append(
          .derived(shape: shape, inputs: try Self.inputs(from: &reader, depth: depth + 1)))
      case let kind: throw GraphError(.malformed, "an input of unknown kind \(kind)")
      }
    }
    return inputs
  }
}
