package io.matapalo.fastpath.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.operation.Refused;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContactRequestTest {

  private static final Profile.Account ACCOUNT =
      new Profile.Account("A Name", "a@b", "DE", "BUYER", "ACTIVE", Instant.EPOCH, 3);

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\n", " a@b"})
  void refusesWhatIsNoAddress(String email) {
    assertThatThrownBy(() -> request(Optional.empty(), email).checked())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("email must be an address");
  }

  @Test
  void takesAddressesAndNamesUpToTheirLengths() {
    String longest = "a".repeat(64) + "@" + "b".repeat(95);

    assertThat(request(Optional.of("n".repeat(120)), longest).checked().email()).isEqualTo(longest);
    assertThatThrownBy(() -> request(Optional.of("n".repeat(121)), "a@b").checked())
        .hasMessageContaining("was 121");
    assertThatThrownBy(() -> request(Optional.empty(), longest + "b").checked())
        .hasMessageContaining("of at most 160 characters");
  }

  @Test
  void aChangeOfNothingIsTheSameAccount() {
    assertThat(ACCOUNT.after(contact(Optional.empty(), "a@b"))).isSameAs(ACCOUNT);
    assertThat(ACCOUNT.after(contact(Optional.of("A Name"), "a@b"))).isSameAs(ACCOUNT);
    assertThat(ACCOUNT.after(contact(Optional.of("A name"), "a@b")).version()).isEqualTo(4);
    assertThat(ACCOUNT.after(contact(Optional.empty(), "a@b ")).version()).isEqualTo(4);
  }

  private static ContactRequest request(Optional<String> name, String email) {
    return new ContactRequest(Optional.of(1L), name, email, Optional.of(0));
  }

  private static ContactRequest.Contact contact(Optional<String> name, String email) {
    return new ContactRequest.Contact(1, name, email, 3);
  }
}
