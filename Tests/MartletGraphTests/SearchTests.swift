import MartletBytes
import MartletGraph
import Testing

@Suite struct SearchesAndPlans {
  // The table of the SWIFT-HEP talk, every step kept.
  @Test(arguments: [
    ("", "y", "", 1),
    ("a", "d", "a b y", 3),
    ("b", "a d", "b y", 3),
    ("c", "b", "c d y", 3),
    ("d", "b c", "d y", 3),
    ("y", "b d", "y", 2),
    ("x", "", "a b c d y", 3),
  ])
  func `an edited step is computed with all that depends on it, and what they need is loaded`(
    edited: String, loaded: String, computed: String, batchCount: Int
  ) throws {
    var sketch = Sketch.talk
    if !edited.isEmpty { sketch.templates[edited] = "edited" }
    let searched = try Searched(sketch, kept: "a b c d y", of: .talk)
    #expect(searched.tasks(.load) == loaded && searched.tasks(.compute) == computed)
    // One more for the markers, once something is computed.
    #expect(searched.batches.count == batchCount + (edited.isEmpty ? 0 : 1))
  }

  @Test func `a run that finds its outputs asks for nothing else`() throws {
    let searched = try Searched(.talk, kept: "a b c d y")
    #expect(searched.batches == [1] && searched.counts.skipped == 4 && searched.counts.loaded == 1)
  }

  @Test func `a hit that nothing needs is not loaded`() throws {
    let searched = try Searched(.talk, kept: "a c d y")
    #expect(searched.tasks(.load) == "y" && searched.tasks(.skip) == "a b c d x")
  }

  @Test(arguments: [
    ("a b c d y-", "b d", "y"), ("d- c b y-", "b c", "d y"), ("a- b- c- d- y-", "", "a b c d y"),
  ])
  func `a record without its object doesn't spare computing`(
    kept: String, loaded: String, computed: String
  ) throws {
    let searched = try Searched(.talk, kept: kept)
    #expect(searched.tasks(.load) == loaded && searched.tasks(.compute) == computed)
    #expect(searched.tasks(.hasRecord).contains("y"))
    #expect(searched.plan.finding(of: try Sketch.talk.number("y"))?.seconds == 2)
  }

  @Test func `a record that is excluded counts as a miss`() throws {
    let searched = try Searched(.talk, kept: "b c d y", excluded: "y d")
    #expect(searched.tasks(.load) == "b c" && searched.tasks(.compute) == "d y")
  }

  @Test func `without a store all that is needed is computed and nothing asked`() throws {
    let searched = try Searched(.talk, outputs: "d", kept: "d", hasStore: false)
    #expect(searched.tasks(.compute) == "c d" && searched.batches.isEmpty)
    #expect(searched.tasks(.plain) == "x" && searched.tasks(.skip) == "a b y")
  }

  @Test(arguments: [
    ("p bookkeeping s\ny step p", "s", "s", "y", "p"),
    ("p bookkeeping s\ny step p", "s y", "y", "", ""),
    ("p bookkeeping s\ny bookkeeping p", "s", "s", "", "p y"),
    ("p bookkeeping\ny step p", "", "", "y", "p"),
    ("p alias s\ny step p", "s", "s", "y", "p"),
    ("p alias s\nq bookkeeping p p\ny step q s", "s", "s", "y", "p q"),
    ("p step s !unidentified\ny step p", "s y", "s", "p y", ""),
    ("p step s !impure\nq bookkeeping p\ny step q", "s q y", "s", "p y", "q"),
    ("p step s ?z\nz step s\ny step p", "s z", "z s", "p y", ""),
  ])
  func `what is between steps stays, and its inputs are wanted in its place`(
    text: String, kept: String, loaded: String, computed: String, plain: String
  ) throws {
    let searched = try Searched(Sketch("s step\n" + text), kept: kept)
    #expect(Set(searched.tasks(.load).split(separator: " ")) == Set(loaded.split(separator: " ")))
    #expect(searched.tasks(.compute) == computed && searched.tasks(.plain) == plain)
  }

  static let fused = Sketch(
    """
    x step
    z step
    f fused i3
    i1 step x @f
    i2 step i1 z @f
    i3 step i2 @f
    y step f
    """)

  @Test(arguments: [
    ("y", "y", ""), ("i3", "f i3", "y"), ("i2", "i2", "f i3 y"), ("i1", "i1", "f i2 i3 y z"),
    ("x", "x", "f i1 i2 i3 y z"),
  ])
  func `a fused task hides no step`(kept: String, loaded: String, computed: String) throws {
    let searched = try Searched(Self.fused, kept: kept)
    #expect(searched.tasks(.load) == loaded && searched.tasks(.compute) == computed)
    #expect(searched.counts.loaded + searched.counts.computed + searched.counts.skipped == 6)
  }

  @Test func `known keys need nothing, and unknown ones make a step be computed`() throws {
    var sketch = Sketch("k known\nu unknown\na step k\nb step u\ny step a b")
    sketch.overrides["k"] = TaskIdentity(key: Digest())
    let searched = try Searched(sketch, kept: "a b y")
    #expect(searched.tasks(.load) == "a" && searched.tasks(.compute) == "b y")
    #expect(searched.tasks(.plain) == "u" && searched.tasks(.skip) == "k")
  }
}
