"""Countries and time zones: made by `make generate` from CLDR and tzdata; do not edit."""

COUNTRIES = """\
AD	Andorra	Europe/Andorra
AE	United Arab Emirates	Asia/Dubai
AF	Afghanistan	Asia/Kabul
AG	Antigua & Barbuda	America/Antigua
AI	Anguilla	America/Anguilla
AL	Albania	Europe/Tirane
AM	Armenia	Asia/Yerevan
AO	Angola	Africa/Luanda
AQ	Antarctica	Antarctica/McMurdo Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville Antarctica/Mawson Antarctica/Palmer Antarctica/Rothera Antarctica/Syowa Antarctica/Troll Antarctica/Vostok
AR	Argentina	America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Salta America/Argentina/Jujuy America/Argentina/Tucuman America/Argentina/Catamarca America/Argentina/La_Rioja America/Argentina/San_Juan America/Argentina/Mendoza America/Argentina/San_Luis America/Argentina/Rio_Gallegos America/Argentina/Ushuaia
AS	American Samoa	Pacific/Pago_Pago
AT	Austria	Europe/Vienna
AU	Australia	Australia/Lord_Howe Antarctica/Macquarie Australia/Hobart Australia/Melbourne Australia/Sydney Australia/Broken_Hill Australia/Brisbane Australia/Lindeman Australia/Adelaide Australia/Darwin Australia/Perth Australia/Eucla
AW	Aruba	America/Aruba
AX	Åland Islands	Europe/Mariehamn
AZ	Azerbaijan	Asia/Baku
BA	Bosnia & Herzegovina	Europe/Sarajevo
BB	Barbados	America/Barbados
BD	Bangladesh	Asia/Dhaka
BE	Belgium	Europe/Brussels
BF	Burkina Faso	Africa/Ouagadougou
BG	Bulgaria	Europe/Sofia
BH	Bahrain	Asia/Bahrain
BI	Burundi	Africa/Bujumbura
BJ	Benin	Africa/Porto-Novo
BL	St. Barthélemy	America/St_Barthelemy
BM	Bermuda	Atlantic/Bermuda
BN	Brunei	Asia/Brunei
BO	Bolivia	America/La_Paz
BQ	Caribbean Netherlands	America/Kralendijk
BR	Brazil	America/Noronha America/Belem America/Fortaleza America/Recife America/Araguaina America/Maceio America/Bahia America/Sao_Paulo America/Campo_Grande America/Cuiaba America/Santarem America/Porto_Velho America/Boa_Vista America/Manaus America/Eirunepe America/Rio_Branco
BS	Bahamas	America/Nassau
BT	Bhutan	Asia/Thimphu
BV	Bouvet Island	
BW	Botswana	Africa/Gaborone
BY	Belarus	Europe/Minsk
BZ	Belize	America/Belize
CA	Canada	America/St_Johns America/Halifax America/Glace_Bay America/Moncton America/Goose_Bay America/Blanc-Sablon America/Toronto America/Iqaluit America/Atikokan America/Winnipeg America/Resolute America/Rankin_Inlet America/Regina America/Swift_Current America/Edmonton America/Cambridge_Bay America/Inuvik America/Vancouver America/Creston America/Dawson_Creek America/Fort_Nelson America/Whitehorse America/Dawson
CC	Cocos (Keeling) Islands	Indian/Cocos
CD	Congo - Kinshasa	Africa/Kinshasa Africa/Lubumbashi
CF	Central African Republic	Africa/Bangui
CG	Congo - Brazzaville	Africa/Brazzaville
CH	Switzerland	Europe/Zurich
CI	Côte d’Ivoire	Africa/Abidjan
CK	Cook Islands	Pacific/Rarotonga
CL	Chile	America/Santiago America/Coyhaique America/Punta_Arenas Pacific/Easter
CM	Cameroon	Africa/Douala
CN	China	Asia/Shanghai Asia/Urumqi
CO	Colombia	America/Bogota
CR	Costa Rica	America/Costa_Rica
CU	Cuba	America/Havana
CV	Cape Verde	Atlantic/Cape_Verde
CW	Curaçao	America/Curacao
CX	Christmas Island	Indian/Christmas
CY	Cyprus	Asia/Nicosia Asia/Famagusta
CZ	Czechia	Europe/Prague
DE	Germany	Europe/Berlin Europe/Busingen
DJ	Djibouti	Africa/Djibouti
DK	Denmark	Europe/Copenhagen
DM	Dominica	America/Dominica
DO	Dominican Republic	America/Santo_Domingo
DZ	Algeria	Africa/Algiers
EC	Ecuador	America/Guayaquil Pacific/Galapagos
EE	Estonia	Europe/Tallinn
EG	Egypt	Africa/Cairo
EH	Western Sahara	Africa/El_Aaiun
ER	Eritrea	Africa/Asmara
ES	Spain	Europe/Madrid Africa/Ceuta Atlantic/Canary
ET	Ethiopia	Africa/Addis_Ababa
FI	Finland	Europe/Helsinki
FJ	Fiji	Pacific/Fiji
FK	Falkland Islands	Atlantic/Stanley
FM	Micronesia	Pacific/Chuuk Pacific/Pohnpei Pacific/Kosrae
FO	Faroe Islands	Atlantic/Faroe
FR	France	Europe/Paris
GA	Gabon	Africa/Libreville
GB	United Kingdom	Europe/London
GD	Grenada	America/Grenada
GE	Georgia	Asia/Tbilisi
GF	French Guiana	America/Cayenne
GG	Guernsey	Europe/Guernsey
GH	Ghana	Africa/Accra
GI	Gibraltar	Europe/Gibraltar
GL	Greenland	America/Nuuk America/Danmarkshavn America/Scoresbysund America/Thule
GM	Gambia	Africa/Banjul
GN	Guinea	Africa/Conakry
GP	Guadeloupe	America/Guadeloupe
GQ	Equatorial Guinea	Africa/Malabo
GR	Greece	Europe/Athens
GS	South Georgia & South Sandwich Islands	Atlantic/South_Georgia
GT	Guatemala	America/Guatemala
GU	Guam	Pacific/Guam
GW	Guinea-Bissau	Africa/Bissau
GY	Guyana	America/Guyana
HK	Hong Kong SAR China	Asia/Hong_Kong
HM	Heard & McDonald Islands	
HN	Honduras	America/Tegucigalpa
HR	Croatia	Europe/Zagreb
HT	Haiti	America/Port-au-Prince
HU	Hungary	Europe/Budapest
ID	Indonesia	Asia/Jakarta Asia/Pontianak Asia/Makassar Asia/Jayapura
IE	Ireland	Europe/Dublin
IL	Israel	Asia/Jerusalem
IM	Isle of Man	Europe/Isle_of_Man
IN	India	Asia/Kolkata
IO	British Indian Ocean Territory	Indian/Chagos
IQ	Iraq	Asia/Baghdad
IR	Iran	Asia/Tehran
IS	Iceland	Atlantic/Reykjavik
IT	Italy	Europe/Rome
JE	Jersey	Europe/Jersey
JM	Jamaica	America/Jamaica
JO	Jordan	Asia/Amman
JP	Japan	Asia/Tokyo
KE	Kenya	Africa/Nairobi
KG	Kyrgyzstan	Asia/Bishkek
KH	Cambodia	Asia/Phnom_Penh
KI	Kiribati	Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati
KM	Comoros	Indian/Comoro
KN	St. Kitts & Nevis	America/St_Kitts
KP	North Korea	Asia/Pyongyang
KR	South Korea	Asia/Seoul
KW	Kuwait	Asia/Kuwait
KY	Cayman Islands	America/Cayman
KZ	Kazakhstan	Asia/Almaty Asia/Qyzylorda Asia/Qostanay Asia/Aqtobe Asia/Aqtau Asia/Atyrau Asia/Oral
LA	Laos	Asia/Vientiane
LB	Lebanon	Asia/Beirut
LC	St. Lucia	America/St_Lucia
LI	Liechtenstein	Europe/Vaduz
LK	Sri Lanka	Asia/Colombo
LR	Liberia	Africa/Monrovia
LS	Lesotho	Africa/Maseru
LT	Lithuania	Europe/Vilnius
LU	Luxembourg	Europe/Luxembourg
LV	Latvia	Europe/Riga
LY	Libya	Africa/Tripoli
MA	Morocco	Africa/Casablanca
MC	Monaco	Europe/Monaco
MD	Moldova	Europe/Chisinau
ME	Montenegro	Europe/Podgorica
MF	St. Martin	America/Marigot
MG	Madagascar	Indian/Antananarivo
MH	Marshall Islands	Pacific/Majuro Pacific/Kwajalein
MK	North Macedonia	Europe/Skopje
ML	Mali	Africa/Bamako
MM	Myanmar (Burma)	Asia/Yangon
MN	Mongolia	Asia/Ulaanbaatar Asia/Hovd
MO	Macao SAR China	Asia/Macau
MP	Northern Mariana Islands	Pacific/Saipan
MQ	Martinique	America/Martinique
MR	Mauritania	Africa/Nouakchott
MS	Montserrat	America/Montserrat
MT	Malta	Europe/Malta
MU	Mauritius	Indian/Mauritius
MV	Maldives	Indian/Maldives
MW	Malawi	Africa/Blantyre
MX	Mexico	America/Mexico_City America/Cancun America/Merida America/Monterrey America/Matamoros America/Chihuahua America/Ciudad_Juarez America/Ojinaga America/Mazatlan America/Bahia_Banderas America/Hermosillo America/Tijuana
MY	Malaysia	Asia/Kuala_Lumpur Asia/Kuching
MZ	Mozambique	Africa/Maputo
NA	Namibia	Africa/Windhoek
NC	New Caledonia	Pacific/Noumea
NE	Niger	Africa/Niamey
NF	Norfolk Island	Pacific/Norfolk
NG	Nigeria	Africa/Lagos
NI	Nicaragua	America/Managua
NL	Netherlands	Europe/Amsterdam
NO	Norway	Europe/Oslo
NP	Nepal	Asia/Kathmandu
NR	Nauru	Pacific/Nauru
NU	Niue	Pacific/Niue
NZ	New Zealand	Pacific/Auckland Pacific/Chatham
OM	Oman	Asia/Muscat
PA	Panama	America/Panama
PE	Peru	America/Lima
PF	French Polynesia	Pacific/Tahiti Pacific/Marquesas Pacific/Gambier
PG	Papua New Guinea	Pacific/Port_Moresby Pacific/Bougainville
PH	Philippines	Asia/Manila
PK	Pakistan	Asia/Karachi
PL	Poland	Europe/Warsaw
PM	St. Pierre & Miquelon	America/Miquelon
PN	Pitcairn Islands	Pacific/Pitcairn
PR	Puerto Rico	America/Puerto_Rico
PS	Palestinian Territories	Asia/Gaza Asia/Hebron
PT	Portugal	Europe/Lisbon Atlantic/Madeira Atlantic/Azores
PW	Palau	Pacific/Palau
PY	Paraguay	America/Asuncion
QA	Qatar	Asia/Qatar
RE	Réunion	Indian/Reunion
RO	Romania	Europe/Bucharest
RS	Serbia	Europe/Belgrade
RU	Russia	Europe/Kaliningrad Europe/Moscow Europe/Kirov Europe/Volgograd Europe/Astrakhan Europe/Saratov Europe/Ulyanovsk Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Barnaul Asia/Tomsk Asia/Novokuznetsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Chita Asia/Yakutsk Asia/Khandyga Asia/Vladivostok Asia/Ust-Nera Asia/Magadan Asia/Sakhalin Asia/Srednekolymsk Asia/Kamchatka Asia/Anadyr
RW	Rwanda	Africa/Kigali
SA	Saudi Arabia	Asia/Riyadh
SB	Solomon Islands	Pacific/Guadalcanal
SC	Seychelles	Indian/Mahe
SD	Sudan	Africa/Khartoum
SE	Sweden	Europe/Stockholm
SG	Singapore	Asia/Singapore
SH	St. Helena	Atlantic/St_Helena
SI	Slovenia	Europe/Ljubljana
SJ	Svalbard & Jan Mayen	Arctic/Longyearbyen
SK	Slovakia	Europe/Bratislava
SL	Sierra Leone	Africa/Freetown
SM	San Marino	Europe/San_Marino
SN	Senegal	Africa/Dakar
SO	Somalia	Africa/Mogadishu
SR	Suriname	America/Paramaribo
SS	South Sudan	Africa/Juba
ST	São Tomé & Príncipe	Africa/Sao_Tome
SV	El Salvador	America/El_Salvador
SX	Sint Maarten	America/Lower_Princes
SY	Syria	Asia/Damascus
SZ	Eswatini	Africa/Mbabane
TC	Turks & Caicos Islands	America/Grand_Turk
TD	Chad	Africa/Ndjamena
TF	French Southern Territories	Indian/Kerguelen
TG	Togo	Africa/Lome
TH	Thailand	Asia/Bangkok
TJ	Tajikistan	Asia/Dushanbe
TK	Tokelau	Pacific/Fakaofo
TL	Timor-Leste	Asia/Dili
TM	Turkmenistan	Asia/Ashgabat
TN	Tunisia	Africa/Tunis
TO	Tonga	Pacific/Tongatapu
TR	Türkiye	Europe/Istanbul
TT	Trinidad & Tobago	America/Port_of_Spain
TV	Tuvalu	Pacific/Funafuti
TW	Taiwan	Asia/Taipei
TZ	Tanzania	Africa/Dar_es_Salaam
UA	Ukraine	Europe/Simferopol Europe/Kyiv
UG	Uganda	Africa/Kampala
UM	U.S. Outlying Islands	Pacific/Midway Pacific/Wake
US	United States	America/New_York America/Detroit America/Kentucky/Louisville America/Kentucky/Monticello America/Indiana/Indianapolis America/Indiana/Vincennes America/Indiana/Winamac America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay America/Chicago America/Indiana/Tell_City America/Indiana/Knox America/Menominee America/North_Dakota/Center America/North_Dakota/New_Salem America/North_Dakota/Beulah America/Denver America/Boise America/Phoenix America/Los_Angeles America/Anchorage America/Juneau America/Sitka America/Metlakatla America/Yakutat America/Nome America/Adak Pacific/Honolulu
UY	Uruguay	America/Montevideo
UZ	Uzbekistan	Asia/Samarkand Asia/Tashkent
VA	Vatican City	Europe/Vatican
VC	St. Vincent & Grenadines	America/St_Vincent
VE	Venezuela	America/Caracas
VG	British Virgin Islands	America/Tortola
VI	U.S. Virgin Islands	America/St_Thomas
VN	Vietnam	Asia/Ho_Chi_Minh
VU	Vanuatu	Pacific/Efate
WF	Wallis & Futuna	Pacific/Wallis
WS	Samoa	Pacific/Apia
XK	Kosovo	Europe/Belgrade
YE	Yemen	Asia/Aden
YT	Mayotte	Indian/Mayotte
ZA	South Africa	Africa/Johannesburg
ZM	Zambia	Africa/Lusaka
ZW	Zimbabwe	Africa/Harare
"""
"""A country a line: its code, its English name, its time zones; tabs between."""

OTHER_CODES = """\
ABW AW
AFG AF
AGO AO
AIA AI
ALA AX
ALB AL
AND AD
ARE AE
ARG AR
ARM AM
ASM AS
ATA AQ
ATF TF
ATG AG
AUS AU
AUT AT
AZE AZ
BDI BI
BEL BE
BEN BJ
BES BQ
BFA BF
BGD BD
BGR BG
BHR BH
BHS BS
BIH BA
BLM BL
BLR BY
BLZ BZ
BMU BM
BOL BO
BRA BR
BRB BB
BRN BN
BTN BT
BU MM
BUR MM
BVT BV
BWA BW
CAF CF
CAN CA
CCK CC
CHE CH
CHL CL
CHN CN
CIV CI
CMR CM
COD CD
COG CG
COK CK
COL CO
COM KM
CPV CV
CRI CR
CT KI
CUB CU
CUW CW
CXR CX
CYM KY
CYP CY
CZE CZ
DD DE
DDR DE
DEU DE
DJI DJ
DMA DM
DNK DK
DOM DO
DY BJ
DZA DZ
ECU EC
EGY EG
ERI ER
ESH EH
ESP ES
EST EE
ETH ET
FIN FI
FJI FJ
FLK FK
FRA FR
FRO FO
FSM FM
FX FR
FXX FR
GAB GA
GBR GB
GEO GE
GGY GG
GHA GH
GIB GI
GIN GN
GLP GP
GMB GM
GNB GW
GNQ GQ
GRC GR
GRD GD
GRL GL
GTM GT
GUF GF
GUM GU
GUY GY
HKG HK
HMD HM
HND HN
HRV HR
HTI HT
HUN HU
HV BF
IDN ID
IMN IM
IND IN
IOT IO
IRL IE
IRN IR
IRQ IQ
ISL IS
ISR IL
ITA IT
JAM JM
JEY JE
JOR JO
JPN JP
JT UM
KAZ KZ
KEN KE
KGZ KG
KHM KH
KIR KI
KNA KN
KOR KR
KWT KW
LAO LA
LBN LB
LBR LR
LBY LY
LCA LC
LIE LI
LKA LK
LSO LS
LTU LT
LUX LU
LVA LV
MAC MO
MAF MF
MAR MA
MCO MC
MDA MD
MDG MG
MDV MV
MEX MX
MHL MH
MI UM
MKD MK
MLI ML
MLT MT
MMR MM
MNE ME
MNG MN
MNP MP
MOZ MZ
MRT MR
MSR MS
MTQ MQ
MUS MU
MWI MW
MYS MY
MYT YT
NAM NA
NCL NC
NER NE
NFK NF
NGA NG
NH VU
NIC NI
NIU NU
NLD NL
NOR NO
NPL NP
NQ AQ
NRU NR
NZL NZ
OMN OM
PAK PK
PAN PA
PCN PN
PER PE
PHL PH
PLW PW
PNG PG
POL PL
PRI PR
PRK KP
PRT PT
PRY PY
PSE PS
PU UM
PYF PF
PZ PA
QAT QA
REU RE
RH ZW
ROU RO
RUS RU
RWA RW
SAU SA
SDN SD
SEN SN
SGP SG
SGS GS
SHN SH
SJM SJ
SLB SB
SLE SL
SLV SV
SMR SM
SOM SO
SPM PM
SRB RS
SSD SS
STP ST
SUR SR
SVK SK
SVN SI
SWE SE
SWZ SZ
SXM SX
SYC SC
SYR SY
TCA TC
TCD TD
TGO TG
THA TH
TJK TJ
TKL TK
TKM TM
TLS TL
TMP TL
TON TO
TP TL
TTO TT
TUN TN
TUR TR
TUV TV
TWN TW
TZA TZ
UGA UG
UK GB
UKR UA
UMI UM
URY UY
USA US
UZB UZ
VAT VA
VCT VC
VD VN
VEN VE
VGB VG
VIR VI
VNM VN
VUT VU
WK UM
WLF WF
WSM WS
XKK XK
YD YE
YEM YE
YMD YE
ZAF ZA
ZAR CD
ZMB ZM
ZR CD
ZWE ZW
"""
"""A line for each other code of a country: of three letters, or no longer used."""

LINKS = """\
Africa/Accra Africa/Abidjan
Africa/Addis_Ababa Africa/Nairobi
Africa/Asmara Africa/Nairobi
Africa/Asmera Africa/Nairobi
Africa/Bamako Africa/Abidjan
Africa/Bangui Africa/Lagos
Africa/Banjul Africa/Abidjan
Africa/Blantyre Africa/Maputo
Africa/Brazzaville Africa/Lagos
Africa/Bujumbura Africa/Maputo
Africa/Conakry Africa/Abidjan
Africa/Dakar Africa/Abidjan
Africa/Dar_es_Salaam Africa/Nairobi
Africa/Djibouti Africa/Nairobi
Africa/Douala Africa/Lagos
Africa/Freetown Africa/Abidjan
Africa/Gaborone Africa/Maputo
Africa/Harare Africa/Maputo
Africa/Kampala Africa/Nairobi
Africa/Kigali Africa/Maputo
Africa/Kinshasa Africa/Lagos
Africa/Libreville Africa/Lagos
Africa/Lome Africa/Abidjan
Africa/Luanda Africa/Lagos
Africa/Lubumbashi Africa/Maputo
Africa/Lusaka Africa/Maputo
Africa/Malabo Africa/Lagos
Africa/Maseru Africa/Johannesburg
Africa/Mbabane Africa/Johannesburg
Africa/Mogadishu Africa/Nairobi
Africa/Niamey Africa/Lagos
Africa/Nouakchott Africa/Abidjan
Africa/Ouagadougou Africa/Abidjan
Africa/Porto-Novo Africa/Lagos
Africa/Timbuktu Africa/Abidjan
America/Anguilla America/Puerto_Rico
America/Antigua America/Puerto_Rico
America/Argentina/ComodRivadavia America/Argentina/Catamarca
America/Aruba America/Puerto_Rico
America/Atikokan America/Panama
America/Atka America/Adak
America/Blanc-Sablon America/Puerto_Rico
America/Buenos_Aires America/Argentina/Buenos_Aires
America/Catamarca America/Argentina/Catamarca
America/Cayman America/Panama
America/Coral_Harbour America/Panama
America/Cordoba America/Argentina/Cordoba
America/Creston America/Phoenix
America/Curacao America/Puerto_Rico
America/Dominica America/Puerto_Rico
America/Ensenada America/Tijuana
America/Fort_Wayne America/Indiana/Indianapolis
America/Godthab America/Nuuk
America/Grenada America/Puerto_Rico
America/Guadeloupe America/Puerto_Rico
America/Indianapolis America/Indiana/Indianapolis
America/Jujuy America/Argentina/Jujuy
America/Knox_IN America/Indiana/Knox
America/Kralendijk America/Puerto_Rico
America/Louisville America/Kentucky/Louisville
America/Lower_Princes America/Puerto_Rico
America/Marigot America/Puerto_Rico
America/Mendoza America/Argentina/Mendoza
America/Montreal America/Toronto
America/Montserrat America/Puerto_Rico
America/Nassau America/Toronto
America/Nipigon America/Toronto
America/Pangnirtung America/Iqaluit
America/Port_of_Spain America/Puerto_Rico
America/Porto_Acre America/Rio_Branco
America/Rainy_River America/Winnipeg
America/Rosario America/Argentina/Cordoba
America/Santa_Isabel America/Tijuana
America/Shiprock America/Denver
America/St_Barthelemy America/Puerto_Rico
America/St_Kitts America/Puerto_Rico
America/St_Lucia America/Puerto_Rico
America/St_Thomas America/Puerto_Rico
America/St_Vincent America/Puerto_Rico
America/Thunder_Bay America/Toronto
America/Tortola America/Puerto_Rico
America/Virgin America/Puerto_Rico
America/Yellowknife America/Edmonton
Antarctica/DumontDUrville Pacific/Port_Moresby
Antarctica/McMurdo Pacific/Auckland
Antarctica/South_Pole Pacific/Auckland
Antarctica/Syowa Asia/Riyadh
Arctic/Longyearbyen Europe/Berlin
Asia/Aden Asia/Riyadh
Asia/Ashkhabad Asia/Ashgabat
Asia/Bahrain Asia/Qatar
Asia/Brunei Asia/Kuching
Asia/Calcutta Asia/Kolkata
Asia/Choibalsan Asia/Ulaanbaatar
Asia/Chongqing Asia/Shanghai
Asia/Chungking Asia/Shanghai
Asia/Dacca Asia/Dhaka
Asia/Harbin Asia/Shanghai
Asia/Istanbul Europe/Istanbul
Asia/Kashgar Asia/Urumqi
Asia/Katmandu Asia/Kathmandu
Asia/Kuala_Lumpur Asia/Singapore
Asia/Kuwait Asia/Riyadh
Asia/Macao Asia/Macau
Asia/Muscat Asia/Dubai
Asia/Phnom_Penh Asia/Bangkok
Asia/Rangoon Asia/Yangon
Asia/Saigon Asia/Ho_Chi_Minh
Asia/Tel_Aviv Asia/Jerusalem
Asia/Thimbu Asia/Thimphu
Asia/Ujung_Pandang Asia/Makassar
Asia/Ulan_Bator Asia/Ulaanbaatar
Asia/Vientiane Asia/Bangkok
Atlantic/Faeroe Atlantic/Faroe
Atlantic/Jan_Mayen Europe/Berlin
Atlantic/Reykjavik Africa/Abidjan
Atlantic/St_Helena Africa/Abidjan
Australia/ACT Australia/Sydney
Australia/Canberra Australia/Sydney
Australia/Currie Australia/Hobart
Australia/LHI Australia/Lord_Howe
Australia/NSW Australia/Sydney
Australia/North Australia/Darwin
Australia/Queensland Australia/Brisbane
Australia/South Australia/Adelaide
Australia/Tasmania Australia/Hobart
Australia/Victoria Australia/Melbourne
Australia/West Australia/Perth
Australia/Yancowinna Australia/Broken_Hill
Brazil/Acre America/Rio_Branco
Brazil/DeNoronha America/Noronha
Brazil/East America/Sao_Paulo
Brazil/West America/Manaus
CET Europe/Brussels
Canada/Atlantic America/Halifax
Canada/Central America/Winnipeg
Canada/Eastern America/Toronto
Canada/Mountain America/Edmonton
Canada/Newfoundland America/St_Johns
Canada/Pacific America/Vancouver
Canada/Saskatchewan America/Regina
Canada/Yukon America/Whitehorse
Chile/Continental America/Santiago
Chile/EasterIsland Pacific/Easter
Cuba America/Havana
EET Europe/Athens
EST America/Panama
Egypt Africa/Cairo
Eire Europe/Dublin
Etc/GMT+0 Etc/GMT
Etc/GMT-0 Etc/GMT
Etc/GMT0 Etc/GMT
Etc/Greenwich Etc/GMT
Etc/UCT Etc/UTC
Etc/Universal Etc/UTC
Etc/Zulu Etc/UTC
Europe/Amsterdam Europe/Brussels
Europe/Belfast Europe/London
Europe/Bratislava Europe/Prague
Europe/Busingen Europe/Zurich
Europe/Copenhagen Europe/Berlin
Europe/Guernsey Europe/London
Europe/Isle_of_Man Europe/London
Europe/Jersey Europe/London
Europe/Kiev Europe/Kyiv
Europe/Ljubljana Europe/Belgrade
Europe/Luxembourg Europe/Brussels
Europe/Mariehamn Europe/Helsinki
Europe/Monaco Europe/Paris
Europe/Nicosia Asia/Nicosia
Europe/Oslo Europe/Berlin
Europe/Podgorica Europe/Belgrade
Europe/San_Marino Europe/Rome
Europe/Sarajevo Europe/Belgrade
Europe/Skopje Europe/Belgrade
Europe/Stockholm Europe/Berlin
Europe/Tiraspol Europe/Chisinau
Europe/Uzhgorod Europe/Kyiv
Europe/Vaduz Europe/Zurich
Europe/Vatican Europe/Rome
Europe/Zagreb Europe/Belgrade
Europe/Zaporozhye Europe/Kyiv
GB Europe/London
GB-Eire Europe/London
GMT Etc/GMT
GMT+0 Etc/GMT
GMT-0 Etc/GMT
GMT0 Etc/GMT
Greenwich Etc/GMT
HST Pacific/Honolulu
Hongkong Asia/Hong_Kong
Iceland Africa/Abidjan
Indian/Antananarivo Africa/Nairobi
Indian/Christmas Asia/Bangkok
Indian/Cocos Asia/Yangon
Indian/Comoro Africa/Nairobi
Indian/Kerguelen Indian/Maldives
Indian/Mahe Asia/Dubai
Indian/Mayotte Africa/Nairobi
Indian/Reunion Asia/Dubai
Iran Asia/Tehran
Israel Asia/Jerusalem
Jamaica America/Jamaica
Japan Asia/Tokyo
Kwajalein Pacific/Kwajalein
Libya Africa/Tripoli
MET Europe/Brussels
MST America/Phoenix
Mexico/BajaNorte America/Tijuana
Mexico/BajaSur America/Mazatlan
Mexico/General America/Mexico_City
NZ Pacific/Auckland
NZ-CHAT Pacific/Chatham
Navajo America/Denver
PRC Asia/Shanghai
Pacific/Chuuk Pacific/Port_Moresby
Pacific/Enderbury Pacific/Kanton
Pacific/Funafuti Pacific/Tarawa
Pacific/Johnston Pacific/Honolulu
Pacific/Majuro Pacific/Tarawa
Pacific/Midway Pacific/Pago_Pago
Pacific/Pohnpei Pacific/Guadalcanal
Pacific/Ponape Pacific/Guadalcanal
Pacific/Saipan Pacific/Guam
Pacific/Samoa Pacific/Pago_Pago
Pacific/Truk Pacific/Port_Moresby
Pacific/Wake Pacific/Tarawa
Pacific/Wallis Pacific/Tarawa
Pacific/Yap Pacific/Port_Moresby
Poland Europe/Warsaw
Portugal Europe/Lisbon
ROC Asia/Taipei
ROK Asia/Seoul
Singapore Asia/Singapore
Turkey Europe/Istanbul
UCT Etc/UTC
US/Alaska America/Anchorage
US/Aleutian America/Adak
US/Arizona America/Phoenix
US/Central America/Chicago
US/East-Indiana America/Indiana/Indianapolis
US/Eastern America/New_York
US/Hawaii Pacific/Honolulu
US/Indiana-Starke America/Indiana/Knox
US/Michigan America/Detroit
US/Mountain America/Denver
US/Pacific America/Los_Angeles
US/Samoa Pacific/Pago_Pago
UTC Etc/UTC
Universal Etc/UTC
W-SU Europe/Moscow
WET Europe/Lisbon
Zulu Etc/UTC
"""
"""A line for each zone that is another name of a second one."""

SHARED_ZONES = """\
AQ Asia/Singapore
AU Asia/Tokyo
RU Europe/Simferopol
TF Asia/Dubai
VN Asia/Bangkok
"""
"""A line for each country and zone of another country that a part of it shares."""

OTHER_ZONES = """\
CST6CDT
EST5EDT
Etc/GMT
Etc/GMT+1
Etc/GMT+10
Etc/GMT+11
Etc/GMT+12
Etc/GMT+2
Etc/GMT+3
Etc/GMT+4
Etc/GMT+5
Etc/GMT+6
Etc/GMT+7
Etc/GMT+8
Etc/GMT+9
Etc/GMT-1
Etc/GMT-10
Etc/GMT-11
Etc/GMT-12
Etc/GMT-13
Etc/GMT-14
Etc/GMT-2
Etc/GMT-3
Etc/GMT-4
Etc/GMT-5
Etc/GMT-6
Etc/GMT-7
Etc/GMT-8
Etc/GMT-9
Etc/UTC
MST7MDT
PST8PDT
"""
"""The zones of no country."""
