package io.matapalo.fastpath.customers;

import io.matapalo.fastpath.soap.SoapWriter;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class CustomersWriter {

  private CustomersWriter() {}

  static void profile(Profile profile, SoapWriter xml) {
    Profile.Account account = profile.account();
    xml.open("profile");
    xml.leaf("customerId", profile.customerId());
    xml.leaf("name", account.name());
    xml.leaf("email", account.email());
    xml.leaf("countryCode", account.countryCode());
    xml.leaf("roleCode", account.roleCode());
    xml.leaf("status", account.status());
    xml.leaf("createdAt", account.createdAt());
    xml.leaf("version", account.version());
    xml.leaf("orderCount", profile.history().orders());
    profile
        .history()
        .lastOrderReference()
        .ifPresent(reference -> xml.leaf("lastOrderReference", reference));
    profile.addresses().forEach(address -> address(address, xml));
    profile.preferences().forEach(preference -> preference(preference, xml));
    xml.close("profile");
  }

  private static void address(Profile.Address address, SoapWriter xml) {
    xml.open("address");
    xml.leaf("kind", address.kind());
    xml.leaf("street", address.street());
    xml.leaf("postCode", address.postCode());
    xml.leaf("city", address.city());
    xml.leaf("countryCode", address.countryCode());
    xml.close("address");
  }

  private static void preference(Profile.Preference preference, SoapWriter xml) {
    xml.open("preference");
    xml.leaf("name", preference.name());
    xml.leaf("value", preference.value());
    xml.close("preference");
  }
}
