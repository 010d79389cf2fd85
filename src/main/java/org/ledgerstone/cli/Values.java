package org.ledgerstone.cli;

import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Word;
import picocli.CommandLine.TypeConversionException;

/** Reads the protocol's values from words; what is wrong is said without repeating the word. */
final class Values {

  private Values() {}

  static Address address(String word) {
    return Address.parse(word)
        .orElseThrow(() -> new TypeConversionException(Refusal.ADDRESS_INVALID.remedy()));
  }

  static Amount amount(String word) {
    return Amount.parse(word)
        .orElseThrow(() -> new TypeConversionException(Refusal.AMOUNT_INVALID.remedy()));
  }

  static Asset asset(String word) {
    return Asset.parse(word)
        .orElseThrow(() -> new TypeConversionException("2 to 12 upper-case letters and digits"));
  }

  static Hash hash(String word) {
    return Hash.parse(word)
        .orElseThrow(() -> new TypeConversionException("64 lower-case hex digits"));
  }

  static NoteKey noteKey(String word) {
    return NoteKey.parse(word)
        .orElseThrow(() -> new TypeConversionException("name+id+key, as a node tells its keys"));
  }

  static Word word(String word) {
    return Word.parseAnyCase(word)
        .orElseThrow(() -> new TypeConversionException("0x and 64 hex digits"));
  }
}
