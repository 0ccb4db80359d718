internal import CPython
internal import MartletBytes
internal import MartletGraph
internal import MartletInputs

/// What `identify.function` said of a callable.
struct IdentifiedFunction {
  /// Bits of `Function.flags`.
  static let bookkeeping: Int64 = 1, impure: Int64 = 2, unidentified: Int64 = 32,
    volatile: Int64 = 64

  let label: String
  let encoding: Object
  let checks: [Digest]
  let flags: Int64
  let ignored: Object
  let ignoresNothing: Bool
  let reason: String
  /// The files that texts bound to it name.
  var files: [SeenFile] = []
  /// Its number in the graph; -1 before it is entered.
  var number: Int32 = -1

  /// Reads a `Function` tuple, which `pool` keeps.
  init(_ answer: Object) throws(Raised) {
    guard answer.tupleCount >= 7 else {
      throw Misuse(.type, "`identify.function` must return a Function").raise()
    }
    label = try answer.tupleElement(0).text
    encoding = try answer.tupleElement(1)
    checks = try [Digest](digests: answer.tupleElement(2))
    flags = try answer.tupleElement(3).integer ?? 0
    ignored = try answer.tupleElement(4)
    ignoresNothing = try !ignored.isTrue
    reason = try answer.tupleElement(5).text
    _ = try unsafe encoding.contentOfBytes
  }

  func has(_ flag: Int64) -> Bool { flags & flag != 0 }

  /// Whether an argument, by position or name, does not count.
  func ignores(_ title: Object) throws(Raised) -> Bool {
    let found = unsafe PySequence_Contains(ignored.pointer, title.pointer)
    if found < 0 { throw Raised() }
    return found == 1
  }
}

/// Asks `identify.function` once per distinct callable.
final class FunctionIdentifier {
  private let identify: Object
  private let uses: FileUses?
  private let pool = Pool()
  private var known: [UInt: IdentifiedFunction] = [:]
  /// The files that count in answers, which the pool keeps.
  private var files: [UInt: [SeenFile]] = [:]

  init(identify: Object, files: FilesContent?) throws(Raised) {
    uses = files?.uses
    self.identify = pool.keep(try identify.attribute("function"))
  }

  /// What is known of a task's callable.
  func function(
    _ function: Object, _ arguments: Object, _ named: Object, _ builder: inout StepGraph.Builder
  ) throws -> IdentifiedFunction {
    if let answer = known[function.address] {
      uses?.add(answer.files)
      return answer
    }
    pool.keep(function)
    let firstUse = uses?.mark ?? 0
    let answer = pool.keep(try identify.call(with: function, arguments, named))
    var found = try IdentifiedFunction(answer)
    let used = uses?.since(firstUse) ?? []
    if let earlier = files[answer.address] {
      // An answer that Python had ready: nothing was looked at anew.
      found.files = earlier
      uses?.add(earlier)
    } else {
      files[answer.address] = used
      found.files = used
    }
    let span = unsafe try found.encoding.contentOfBytes
    found.number = try builder.addFunction(
      label: found.label, encoding: unsafe RawSpan(_unsafeBytes: span), checks: found.checks)
    if !found.has(IdentifiedFunction.volatile) { known[function.address] = found }
    return found
  }
}
