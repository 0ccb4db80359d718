import MartletGraph
import Testing

@Suite struct CutOffMarkers {
  @Test
  func `only computed steps with inputs, whose shape has a content record, look for a cut-off`()
    throws
  {
    let sketch = Sketch("l step\nm step l\nn step m\nk step l\ny step n k")
    let searched = try Searched(sketch, kept: "k", shapes: "l m k y")
    #expect(searched.tasks(.mayCutOff) == "m y" && searched.counts.mayCutOff == 2)
  }

  @Test func `all shapes are asked in one batch, each once`() throws {
    let text = (0..<100).map { "s\($0) step\nt\($0) step s\($0)" }.joined(separator: "\n")
    var sketch = Sketch(
      text + "\ny bookkeeping " + (0..<100).map { "t\($0)" }.joined(separator: " "))
    for i in 0..<100 { sketch.templates["t\(i)"] = i % 2 == 0 ? "even" : "odd" }
    let searched = try Searched(sketch, kept: "")
    #expect(searched.batches == [100, 100, 2])
  }

  @Test func `a step that depends on an unidentified one may be cut off, itself not`() throws {
    let sketch = Sketch("x data\nu step x !unidentified\ni step x !impure\ny step u i")
    let searched = try Searched(sketch, kept: "", shapes: "u i y")
    #expect(searched.tasks(.mayCutOff) == "y")
    #expect(searched.counts.ephemeral == 3 && searched.counts.unidentified == 1)
  }
}
