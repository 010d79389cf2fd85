package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartTest {

  private static Document drawn(Chart chart) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(chart.svg())));
  }

  private static Chart chart(boolean powersOfTen, double... figures) {
    var points = new ArrayList<Chart.Point>();
    for (int i = 0; i < figures.length; i++) {
      points.add(
          new Chart.Point(Math.pow(10, i + 1), figures[i], figures[i] * 0.9, figures[i] * 1.1));
    }
    var lines = List.of(new Chart.Line("a & b", points), new Chart.Line("c", points));
    return new Chart("rates < of all", "size & kind", "per second", powersOfTen, lines);
  }

  @Test
  void isWellFormedWhateverTheNames() throws Exception {
    var root = drawn(chart(true, 1, 20, 300)).getDocumentElement();
    assertThat(root.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
    assertThat(root.getTextContent()).contains("rates < of all", "size & kind", "a & b");
  }

  @Test
  void drawsEveryPointInsideTheFrame() throws Exception {
    var circles = drawn(chart(true, 5, 20_000, 7)).getElementsByTagName("circle");
    assertThat(circles.getLength()).isEqualTo(6);
    for (int i = 0; i < circles.getLength(); i++) {
      var at = circles.item(i).getAttributes();
      assertThat(Double.parseDouble(at.getNamedItem("cx").getNodeValue())).isBetween(80.0, 620.0);
      assertThat(Double.parseDouble(at.getNamedItem("cy").getNodeValue())).isBetween(50.0, 300.0);
    }
  }

  @Test
  void spacesPowersOfTenAlike() throws Exception {
    var circles = drawn(chart(true, 1, 1, 1)).getElementsByTagName("circle");
    var across = new double[3];
    for (int i = 0; i < 3; i++) {
      across[i] =
          Double.parseDouble(circles.item(i).getAttributes().getNamedItem("cx").getNodeValue());
    }
    assertThat(across[1] - across[0]).isCloseTo(across[2] - across[1], offset(0.2));
  }

  @Test
  void drawsEvenASinglePoint() throws Exception {
    assertThat(drawn(chart(false, 3)).getElementsByTagName("circle").getLength()).isEqualTo(2);
  }
}
