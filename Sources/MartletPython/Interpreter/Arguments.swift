internal import CPython

/// What a function of ours was called with.
@safe struct Arguments {
  private let start: UnsafePointer<UnsafeMutablePointer<PyObject>?>?
  /// The number of positional arguments.
  let count: Int
  private let names: UnsafeMutablePointer<PyObject>?
  private let function: StaticString

  init(
    _ function: StaticString, _ start: UnsafePointer<UnsafeMutablePointer<PyObject>?>?,
    _ count: Int, _ names: UnsafeMutablePointer<PyObject>?
  ) {
    self.function = function
    unsafe self.start = unsafe start
    self.count = count
    unsafe self.names = unsafe names
  }

  /// The positional argument at an index, which must have been given.
  subscript(index: Int) -> Object {
    get throws(Raised) {
      guard index < count, let object = unsafe Object(start?[index]) else {
        throw Misuse(.type, "\(function)() takes more arguments (\(count) given)").raise()
      }
      return object
    }
  }

  /// A positional argument, or nothing if there are fewer.
  func optional(_ index: Int) throws(Raised) -> Object? {
    index < count ? try self[index] : nil
  }

  /// Checks the number of positional arguments, and that none is named.
  func expect(_ counts: ClosedRange<Int>) throws(Raised) {
    try expectPositional(counts)
    if namedCount > 0 {
      throw Misuse(.type, "\(function)() takes no keyword arguments").raise()
    }
  }

  /// Checks the number of positional arguments.
  func expectPositional(_ counts: ClosedRange<Int>) throws(Raised) {
    guard counts.contains(count) else {
      let wanted =
        counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
      throw Misuse(.type, "\(function)() takes \(wanted) positional arguments (\(count) given)")
        .raise()
    }
  }

  private var namedCount: Int { unsafe Object(names)?.tupleCount ?? 0 }

  /// The named arguments; those not listed raise `TypeError`.
  func named(_ known: [StaticString]) throws(Raised) -> NamedArguments {
    var values: [(name: Object, value: Object)] = []
    for i in 0..<namedCount {
      guard let names = unsafe Object(names) else { break }
      let name = try names.tupleElement(i)
      guard known.contains(where: name.isText), let value = unsafe Object(start?[count + i]) else {
        let text = try name.text
        throw Misuse(.type, "\(function)() got an unexpected keyword argument '\(text)'").raise()
      }
      values.append((name, value))
    }
    return NamedArguments(function: function, values: values)
  }
}

/// A call's named arguments: so few that looking through them is quicker than a dictionary.
struct NamedArguments {
  let function: StaticString
  let values: [(name: Object, value: Object)]

  /// An argument that must be given.
  func required(_ name: StaticString) throws(Raised) -> Object {
    guard let value = value(name) else {
      throw Misuse(.type, "\(function)() missing keyword argument '\(name)'").raise()
    }
    return value
  }

  /// An argument, or nothing if it was not given or is None.
  func optional(_ name: StaticString) -> Object? {
    guard let value = value(name), value != Object.none else { return nil }
    return value
  }

  private func value(_ name: StaticString) -> Object? {
    values.first { $0.name.isText(name) }?.value
  }
}
