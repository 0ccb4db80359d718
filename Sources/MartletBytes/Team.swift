internal import Glibc
internal import Synchronization

/// Threads that share the items of one call; they are gone when it returns.
package enum Team {
  /// Enough to wait for a file server: a look costs its round trip, not the processor's time.
  package static let waitingCount = 32

  /// How many threads can compute at once.
  package static let computingCount = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 16)

  /// Calls `body` for each range of items, in at most so many threads, the caller's among them.
  package static func share(
    _ count: Int, threads: Int, stride: Int = 1,
    _ body: @escaping @Sendable (Range<Int>) -> Void
  ) {
    let next = Shared(count: count, stride: stride, body: body)
    let ranges = (count + stride - 1) / stride
    var helpers: [pthread_t] = []
    for _ in 1..<max(min(threads, ranges), 1) {
      let box = unsafe Unmanaged.passRetained(next)
      var thread = pthread_t()
      let failed = unsafe pthread_create(
        &thread, nil,
        { box in
          guard let box = unsafe box else { return nil }
          unsafe Unmanaged<Shared>.fromOpaque(box).takeRetainedValue().run()
          return nil
        }, box.toOpaque())
      if failed != 0 {
        unsafe box.release()  // the others do it all
        break
      }
      helpers.append(thread)
    }
    next.run()
    for thread in helpers { pthread_join(thread, nil) }
  }

  /// What `body` gives for each item, in the items' order.
  package static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], threads: Int, stride: Int = 1, _ body: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let found = Found<Result>(items.count)
    share(items.count, threads: threads, stride: stride) { range in
      let results = items[range].map(body)
      found.put(results, at: range.lowerBound)
    }
    return found.all
  }

  private final class Found<Result: Sendable>: Sendable {
    private let results: Mutex<[Result?]>

    init(_ count: Int) { results = Mutex([Result?](repeating: nil, count: count)) }

    func put(_ some: [Result], at start: Int) {
      results.withLock { results in
        for (index, result) in some.enumerated() { results[start + index] = result }
      }
    }

    var all: [Result] { results.withLock { $0.compactMap(\.self) } }
  }

  private final class Shared: Sendable {
    private let next = Atomic<Int>(0)
    private let count: Int
    private let stride: Int
    private let body: @Sendable (Range<Int>) -> Void

    init(count: Int, stride: Int, body: @escaping @Sendable (Range<Int>) -> Void) {
      self.count = count
      self.stride = stride
      self.body = body
    }

    func run() {
      while true {
        let start = next.add(stride, ordering: .relaxed).oldValue
        if start >= count { return }
        body(start..<min(start + stride, count))
      }
    }
  }
}
