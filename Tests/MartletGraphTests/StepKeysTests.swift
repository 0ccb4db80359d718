import MartletBytes
import MartletGraph
import Testing

@Suite struct StepKeysOfGraphs {
  @Test(arguments: [
    ("a", "a b y"), ("b", "b y"), ("c", "c d y"), ("d", "d y"), ("y", "y"), ("x", "x a b c d y"),
  ])
  func `an edited task changes its own key and those of all that depend on it`(
    edited: String, changed: String
  ) throws {
    let before = try Sketch.talk.keys()
    var sketch = Sketch.talk
    sketch.templates[edited] = "edited"
    let after = try sketch.keys()
    let differing = sketch.names.filter { before[$0] != after[$0] }
    #expect(Set(differing) == Set(changed.split(separator: " ").map(String.init)))
  }

  @Test func `keys don't depend on the order in which tasks are described`() throws {
    var reversed = Sketch.talk
    reversed.text = Sketch.talk.text.split(separator: "\n").reversed().joined(separator: "\n")
    #expect(try reversed.keys() == Sketch.talk.keys())
  }

  @Test func `inputs count in the order of their holes`() throws {
    let swapped = Sketch(Sketch.talk.text.replacing("y step d b", with: "y step b d"))
    #expect(try swapped.keys()["y"] != Sketch.talk.keys()["y"])
  }

  @Test func `an alias and a fused task have the key of what they name`() throws {
    let keys = try Sketch(
      """
      x data
      f fused inner2
      inner1 step x @f
      inner2 step inner1 @f
      other alias f
      z alias x
      """
    ).keys()
    #expect(
      keys["f"] == keys["inner2"] && keys["other"] == keys["inner2"] && keys["z"] == keys["x"])
    #expect(keys["z"]?.flags == .isContent)
  }

  @Test func `fusing tasks changes no key`() throws {
    let plain = try Sketch("x data\ni1 step x\ni2 step i1\ny step i2").keys()
    let fused = try Sketch("x data\nf fused i2\ni1 step x @f\ni2 step i1 @f\ny step f").keys()
    #expect(plain["y"] == fused["y"])
  }

  @Test(arguments: [
    "r step x !unidentified", "r step x !impure", "r unknown", "r data !unidentified",
  ])
  func `what is of this run only makes all that depends on it so too`(line: String) throws {
    let sketch = Sketch("x data\n\(line)\ns step r\nb bookkeeping s\nt alias b\nfree step x")
    let keys = try sketch.keys(nonce: [1])
    let others = try sketch.keys(nonce: [2])
    for name in ["r", "s", "b", "t"] {
      #expect(keys[name]?.flags == .ephemeral && keys[name]?.key != others[name]?.key)
    }
    #expect(keys["free"]?.flags == [] && keys["free"] == others["free"])
  }

  @Test func `two unidentified tasks with equal templates have different keys`() throws {
    let keys = try Sketch(
      "p step !unidentified\nq step !unidentified", templates: ["p": "same", "q": "same"]
    ).keys()
    #expect(keys["p"]?.key != keys["q"]?.key)
  }

  @Test(arguments: ["k known", "k step x"])
  func `a given identity replaces the task's own`(line: String) throws {
    var sketch = Sketch("x data\n\(line)\ny step k")
    let plain = try Sketch("x data\nk step x\ny step k").keys()
    sketch.overrides["k"] = TaskIdentity(key: plain["k"]!.key)
    #expect(try sketch.keys() == plain)
    sketch.overrides["k"] = TaskIdentity(key: plain["x"]!.key, flags: .ephemeral)
    let overridden = try sketch.keys()
    #expect(overridden["k"] == sketch.overrides["k"])
    #expect(overridden["y"]?.key != plain["y"]?.key && overridden["y"]?.flags == .ephemeral)
  }

  @Test func `what a step needs only to run is in no key`() throws {
    let ignoring = try Sketch("x data\nz step x\ns step x ?z").keys()
    let plain = try Sketch("x data\nz step x\ns step x").keys()
    #expect(ignoring == plain)
  }

  @Test func `an identity's bytes are the key and the flags`() throws {
    let identity = try TaskIdentity(key: #require(Sketch.talk.keys()["y"]).key, flags: .ephemeral)
    let bytes = identity.bytes
    let read = TaskIdentity(bytes: unsafe bytes.span.bytes)
    #expect(bytes.count == 33 && read == identity)
    let truncated = Array(bytes.dropLast())
    let short = TaskIdentity(bytes: unsafe truncated.span.bytes)
    let flagged = truncated + [64]
    let foreign = TaskIdentity(bytes: unsafe flagged.span.bytes)
    #expect(short == nil && foreign == nil)
  }
}
