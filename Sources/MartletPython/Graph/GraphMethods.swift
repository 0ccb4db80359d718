internal import CPython
internal import Glibc
internal import MartletBytes
internal import MartletGraph
internal import MartletStore

/// What can be asked of a submission.
let graphMethods: [Method] = [
  Method(
    "search",
    """
    search(store, refresh, excluded, /)
    --

    Looks up what the store has, and plans; False if `refresh` is a pattern that fits no function.
    """
  ) {
    unsafe GraphObject.answer("search", 3...3, $0, $1, $2, $3) { content, arguments in
      let store = try arguments[0]
      let excluded = try Set([Digest](digests: arguments[2]))
      let refresh = try content.refresh(arguments[1])
      content.search(
        store == .none ? nil : try unsafe StoreObject.content(store.pointer), refresh: refresh,
        excluded: excluded)
      guard case .functions(let marks) = refresh else { return Owned(Object.yes) }
      return Owned(marks.contains(true) ? Object.yes : Object.no)
    }
  },
  Method(
    "rewrite",
    "rewrite(run, load, token, flags=0, /)\n--\n\nThe graph that Dask gets instead."
  ) {
    unsafe GraphObject.answer("rewrite", 3...4, $0, $1, $2, $3) { content, arguments in
      let flags = try arguments.optional(3)?.integer ?? 0
      var rewriting = try GraphRewriting(
        content, run: arguments[0], load: arguments[1], token: arguments[2],
        flags: StepInfo.Flags(rawValue: UInt16(truncatingIfNeeded: flags)))
      return try rewriting.rewritten(content.top)
    }
  },
  Method("identities", "identities()\n--\n\nKey to 33 bytes, for every task of the graph.") {
    unsafe GraphObject.answer("identities", 0...0, $0, $1, $2, $3) { content, _ in
      let result = try Owned.dictionary()
      var longLoop = LongLoop()
      for task in content.top.tasks {
        longLoop.step()
        let identity = try Owned(bytes: unsafe content.keys.identity(of: task).bytes.span.bytes)
        try result.object.setItem(content.walk.tasks[task].key, identity.object)
      }
      return result
    }
  },
  Method(
    "inputs",
    "inputs()\n--\n\nKey to [(path, size, mtime_ns, ctime_ns, digest)], for tasks that name files."
  ) {
    unsafe GraphObject.answer("inputs", 0...0, $0, $1, $2, $3) { content, _ in
      let result = try Owned.dictionary()
      for task in content.top.tasks {
        let files = content.files(of: task)
        if files.isEmpty { continue }
        let list = try Owned.list(of: files)
        try result.object.setItem(content.walk.tasks[task].key, list.object)
      }
      return result
    }
  },
  Method("fingerprints", "fingerprints()\n--\n\nThe fingerprints that workers will verify.") {
    unsafe GraphObject.answer("fingerprints", 0...0, $0, $1, $2, $3) { content, _ in
      let plan = try content.planned()
      var seen = Set<Digest>()
      for task in 0..<content.graph.count where plan[task].action == .compute {
        seen.formUnion(content.graph.checks(of: task))
      }
      let list = try Owned.list()
      for digest in seen.sorted() { try list.object.append(Owned(digest)) }
      return list
    }
  },
  Method("counts", "counts()\n--\n\nHow many steps are loaded, computed, skipped, and so on.") {
    unsafe GraphObject.answer("counts", 0...0, $0, $1, $2, $3) { content, _ in
      let counts = try content.planned().counts(graph: content.graph, keys: content.keys)
      let result = try Owned.dictionary()
      try result.object.setItem("loaded", Owned(counts.loaded))
      try result.object.setItem("computed", Owned(counts.computed))
      try result.object.setItem("skipped", Owned(counts.skipped))
      try result.object.setItem("unidentified", Owned(counts.unidentified))
      try result.object.setItem("ephemeral", Owned(counts.ephemeral))
      try result.object.setItem("may_cut_off", Owned(counts.mayCutOff))
      try result.object.setItem("bookkeeping", Owned(counts.bookkeeping))
      return result
    }
  },
  Method("outcomes", "outcomes()\n--\n\n(label, action, reason, count, seconds) of all steps.") {
    unsafe GraphObject.answer("outcomes", 0...0, $0, $1, $2, $3) { content, _ in
      try content.outcomes()
    }
  },
  Method(
    "skipped", "skipped()\n--\n\nLabel to the step keys of what nothing needs."
  ) {
    unsafe GraphObject.answer("skipped", 0...0, $0, $1, $2, $3) { content, _ in
      try content.skipped()
    }
  },
  Method(
    "steps",
    """
    steps()
    --

    (key, label, action, flags, step key, shape, reason, seconds, bytes) of every step.
    """
  ) {
    unsafe GraphObject.answer("steps", 0...0, $0, $1, $2, $3) { content, _ in
      try content.steps()
    }
  },
  Method("session", "session()\n--\n\nThe record of the submission, for the store.") {
    unsafe GraphObject.answer("session", 0...0, $0, $1, $2, $3) { content, _ in
      let (graph, keys, plan) = (content.graph, content.keys, try content.planned())
      let bytes = Lock.released { SessionRecord(graph, keys: keys, plan: plan).encoded() }
      return try Owned(bytes: unsafe bytes.span.bytes)
    }
  },
  Method(
    "explain",
    "explain(earlier, /)\n--\n\n(key, label, reasons) of every step that would be computed."
  ) {
    unsafe GraphObject.answer("explain", 1...1, $0, $1, $2, $3) { content, arguments in
      try content.explain(arguments[0])
    }
  },
]
