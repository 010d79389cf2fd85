package org.ledgerstone.ethereum;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorEvidence.InContract;
import org.ledgerstone.protocol.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The anchors of this ledger, in SQL. */
final class AnchorTable {

  private static final String ROWS =
      "select a.id, a.submission, a.chain_id, a.block_index, a.block_hash, a.contract, a.log,"
          + " a.header, a.account_proof, a.index_proof, a.head_proof from ethereum_anchors a";
  private static final String FINAL =
      " join ethereum_submissions s on s.id = a.submission and s.state = 'FINAL'";
  private static final String HEX = "0x";
  private static final String BETWEEN = " ";

  private final JdbcClient jdbc;
  private final SubmissionTable submissions;

  AnchorTable(JdbcClient jdbc, SubmissionTable submissions) {
    this.jdbc = jdbc;
    this.submissions = submissions;
  }

  void insert(long submission, long chainId, long index, Hash hash, Optional<Address> contract) {
    jdbc.sql(
            "insert into ethereum_anchors"
                + " (submission, chain_id, block_index, block_hash, contract)"
                + " values (?, ?, ?, ?, ?)")
        .params(submission, chainId, index, hash.toString())
        .param(contract.map(Address::text).orElse(null))
        .update();
  }

  /** Keeps what shows an anchor. */
  void keep(long id, InContract kept) {
    jdbc.sql(
            "update ethereum_anchors set log = ?, header = ?, account_proof = ?, index_proof = ?,"
                + " head_proof = ? where id = ?")
        .params(
            kept.log(),
            hex(kept.header()),
            hex(kept.accountNodes()),
            hex(kept.indexNodes()),
            hex(kept.headNodes()),
            id)
        .update();
  }

  Optional<Anchor> newest() {
    return before(Long.MAX_VALUE, 1).stream().findFirst();
  }

  /** Those before this one, the newest first. */
  List<Anchor> before(long id, int limit) {
    return whole(jdbc.sql(ROWS + " where a.id < ? order by a.id desc limit ?").params(id, limit));
  }

  /** The newest one that is final, if what shows it is still to be kept. */
  List<Anchor> lackingEvidence() {
    return whole(
        jdbc.sql(
            ROWS
                + FINAL
                + " where a.contract is not null and a.log is null order by a.id limit 10"));
  }

  /** The final one with the highest block. */
  Optional<Anchor> highestFinal() {
    return whole(jdbc.sql(ROWS + FINAL + " order by a.block_index desc, a.id limit 1")).stream()
        .findFirst();
  }

  /** The first final ones of this head. */
  List<Anchor> finalOf(Hash head) {
    return whole(
        jdbc.sql(ROWS + FINAL + " where a.block_hash = ? order by a.id limit 10")
            .param(head.toString()));
  }

  /** Final ones of heads with this index or above, the lowest first. */
  List<Anchor> finalFrom(long index, int limit) {
    return whole(
        jdbc.sql(ROWS + FINAL + " where a.block_index >= ? order by a.block_index, a.id limit ?")
            .params(index, limit));
  }

  /** An anchor but for its submission. */
  private record Half(long submission, Function<EthereumSubmission, Anchor> whole) {}

  /** Reads all rows before it asks for their submissions: it never needs two connections. */
  private List<Anchor> whole(JdbcClient.StatementSpec query) {
    return query.query(AnchorTable::row).list().stream()
        .map(half -> half.whole().apply(submissions.find(half.submission()).orElseThrow()))
        .toList();
  }

  private static Half row(ResultSet row, int number) throws SQLException {
    long id = row.getLong("id");
    long chainId = row.getLong("chain_id");
    long index = row.getLong("block_index");
    var hash = Hash.parse(row.getString("block_hash")).orElseThrow();
    var contract = Optional.ofNullable(row.getString("contract")).map(Address::new);
    var kept = contract.isPresent() ? kept(contract.get(), row) : Optional.<InContract>empty();
    return new Half(
        row.getLong("submission"),
        submission -> new Anchor(id, chainId, index, hash, contract, submission, kept));
  }

  private static Optional<InContract> kept(Address contract, ResultSet row) throws SQLException {
    var header = row.getString("header");
    return header == null
        ? Optional.empty()
        : Optional.of(
            new InContract(
                contract,
                row.getLong("log"),
                bytes(header),
                nodes(row.getString("account_proof")),
                nodes(row.getString("index_proof")),
                nodes(row.getString("head_proof"))));
  }

  private static String hex(byte[] bytes) {
    return HEX + HexFormat.of().formatHex(bytes);
  }

  private static String hex(List<byte[]> nodes) {
    return nodes.stream().map(AnchorTable::hex).collect(Collectors.joining(BETWEEN));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex, HEX.length(), hex.length());
  }

  private static List<byte[]> nodes(String hex) {
    return Arrays.stream(hex.split(BETWEEN)).map(AnchorTable::bytes).toList();
  }
}
