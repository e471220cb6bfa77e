"""Which addresses are never asked."""

import ipaddress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.links.addresses import SPECIAL, NotAsked, Target, host_of, is_public, read_address

ipv4 = st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)
ipv6 = st.integers(0, 2**128 - 1).map(ipaddress.IPv6Address)
special = st.sampled_from(SPECIAL).flatmap(
    lambda network: st.integers(0, network.num_addresses - 1).map(lambda number: network[number])
)
# Ways to write an IPv4 address into one of IPv6: mapped, compatible, 6to4, and both prefixes of NAT64.
WRAPPED = [
    ("::ffff:0:0", 0),
    ("::", 0),
    ("2002::", 80),
    ("64:ff9b::", 0),
    ("64:ff9b:1::", 0),
    ("2001::", 0),
    ("fe80::5efe:0:0", 0),
]


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1"),
        *("172.31.255.255", "192.0.0.9", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "224.0.0.1"),
        *("240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "2606:4700::1%eth0", "fc00::1"),
        *("fec0::1", "ff02::1", "::ffff:8.8.8.8", "::8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"),
        *("64:ff9b:1::1", "2001::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1"),
        *("", "localhost", "0x7f.1", "2130706433", "127.1", "8.8.8.8 ", "٨.8.8.8"),
    ],
)
def test_address_that_may_lie_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::6810:1", "2a00:1450:4001:80e::200e"])
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(ipv4 | ipv6 | special)
@example(ipaddress.ip_address("2001:1ff:ffff::"))
def test_public_address_is_none_that_python_knows_as_anything_else(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    odd = (
        not address.is_global
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    assert not (is_public(str(address)) and odd)


@given(special)
def test_no_special_network_has_a_public_address(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert not is_public(str(address))


@given(ipv4, st.sampled_from(WRAPPED))
def test_wrapped_ipv4_address_is_not_public(inner: ipaddress.IPv4Address, wrapping: tuple[str, int]) -> None:
    prefix, shift = wrapping
    assert not is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(inner) << shift)))


@given(ipv4)
def test_nearly_all_the_rest_of_ipv4_is_public(address: ipaddress.IPv4Address) -> None:
    inside = any(address in network for network in SPECIAL if network.version == 4)
    assert is_public(str(address)) != inside


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "//example.org/", "example.org", ""),
        *("http://", "https:///path", "http://me@example.org/", "http://me:word@example.org/", "http://@example.org/"),
        *(
            "http://example.org:8080/",
            "https://example.org:80/",
            "http://example.org:443/",
            "http://example.org:99999/",
        ),
        *("http://example.org:x/", "http://[::1/", "http://exa mple.org/", "http://example.org/\r\nHost: x"),
        *(
            "http://a..b/",
            f"http://{'a' * 64}.org/",
            f"http://{'a.' * 130}org/",
            "http://example.org/\x00",
            "gopher://example.org:70/",
        ),
    ],
)
def test_address_that_is_no_plain_web_address_is_not_asked(address: str) -> None:
    with pytest.raises(NotAsked):
        read_address(address)
    assert host_of(address) == ""


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("http://example.org", Target("http", "example.org", "/")),
        ("HTTPS://Example.org:443/a%20b?q=ä&r#part", Target("https", "example.org", "/a%20b?q=%C3%A4&r")),
        ("https://bücher.example/ü", Target("https", "xn--bcher-kva.example", "/%C3%BC")),
        ("http://[2606:4700::1]/", Target("http", "2606:4700::1", "/")),
    ],
)
def test_address_is_read_for_a_request(address: str, target: Target) -> None:
    assert read_address(address) == target


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for address in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            target = read_address(address)
        except NotAsked:
            continue
        assert target.path.isascii()
        assert target.host.isascii()
        assert " " not in target.path
