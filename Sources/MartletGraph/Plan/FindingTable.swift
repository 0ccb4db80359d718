/// What the store has of some of a graph's tasks.
struct FindingTable: Sendable {
  private let count: Int
  private var findings: [Finding] = []
  // Made with the first finding: a cold run has none.
  private var numbers: [Int32] = []

  init(count: Int) { self.count = count }

  subscript(task: Int) -> Finding? {
    guard !numbers.isEmpty, numbers[task] >= 0 else { return nil }
    return findings[Int(numbers[task])]
  }

  mutating func add(_ finding: Finding, for task: Int) {
    if numbers.isEmpty { numbers = Array(repeating: -1, count: count) }
    // At most one for each of at most 2^31 - 1 tasks.
    numbers[task] = Int32(findings.count)
    findings.append(finding)
  }
}
